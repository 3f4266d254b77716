package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every malformed document in {@code faults/} names each of its faults with place, what was found and what was expected. */
class FaultsGoldenTest {

    static List<Path> documents() {
        return Golden.files("faults", ".xml");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_fault_is_listed(Path document) {
        Faults faults = new Faults();
        NamedValueSource names = NamedValueSource.of(
                Map.of("api-key", new NamedValue("s3cret", true), "backend-url", new NamedValue("https://b", false)));
        PolicyPreparer.Settings settings = new PolicyPreparer.Settings(
                names, name -> !name.equals("quota-by-key"), false, false, ReaderLimits.DEFAULT);
        FragmentDocument audit = (FragmentDocument) Trees.source("<fragment><trace source='audit'/></fragment>");
        PolicyPreparer preparer = new PolicyPreparer(settings, Map.of("audit", audit), faults);
        String name = document.getFileName().toString();
        PolicyReader.readFile(document, name, ReaderLimits.DEFAULT, faults).ifPresent(source -> {
            switch (source) {
                case PolicyDocument policies -> preparer.prepare(policies, Scope.GLOBAL);
                case FragmentDocument fragment -> new PolicyPreparer(settings, Map.of("this", fragment), faults);
            }
        });
        assertThat(faults.failed()).isTrue();
        Golden.check(
                document.resolveSibling(name.replace(".xml", ".txt")), String.join("\n", Trees.lines(faults)) + "\n");
    }
}

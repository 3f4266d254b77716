package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import java.util.Map;

/**
 * Whatever bytes come, the reader and all that stands behind it end without an exception, and what they accept can be
 * written and read again. {@code mvn test} runs the kept corpus; with {@code JAZZER_FUZZ=1} in the environment new inputs are
 * sought.
 */
class PolicyXmlReaderFuzzTest {

    private static final ReaderLimits LIMITS = new ReaderLimits(1 << 16, 40, 500);

    @FuzzTest(maxDuration = "60s")
    void any_bytes(byte[] bytes) {
        Faults faults = new Faults();
        PolicyXmlReader.read("p.xml", bytes, LIMITS, faults).ifPresent(root -> {
            places(root);
            if (!faults.failed()) {
                Faults none = new Faults();
                PolicyElement again = PolicyXmlReader.read(
                                "q.xml", PolicyXmlWriter.write(root), LIMITS.withSize(1 << 20), none)
                        .orElseThrow();
                assertThat(none.all()).isEmpty();
                assertThat(Trees.shape(again)).isEqualTo(Trees.shape(root));
            }
            DocumentShape.of(root, faults).ifPresent(source -> prepare(source, faults));
        });
        for (Fault fault : faults.all()) {
            assertThat(fault.toString()).hasSizeLessThan(700);
        }
    }

    private static void places(PolicyElement element) {
        assertThat(element.position().line()).isPositive();
        for (PolicyAttribute attribute : element.attributes()) {
            attribute.value().at(attribute.value().text().length());
            attribute.value().strip();
        }
        element.innerXml().strip();
        element.elements().forEach(PolicyXmlReaderFuzzTest::places);
    }

    private static void prepare(PolicySource source, Faults faults) {
        NamedValueSource names =
                NamedValueSource.of(Map.of("a", new NamedValue("s3cret", true), "b", new NamedValue("@(1)", false)));
        PolicyPreparer.Settings settings =
                new PolicyPreparer.Settings(names, name -> !name.equals("trace"), false, true, LIMITS);
        switch (source) {
            case PolicyDocument document -> {
                PolicyDocument prepared =
                        new PolicyPreparer(settings, Map.of(), faults).prepare(document, Scope.PRODUCT);
                String explained = EffectivePolicy.of(
                                java.util.List.of(new ScopedDocument(Scope.PRODUCT, "product p", prepared)))
                        .explain();
                assertThat(explained).contains("<policies>");
            }
            case FragmentDocument fragment -> new PolicyPreparer(settings, Map.of("f", fragment), faults);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_yaml(byte[] bytes) {
        Faults faults = new Faults();
        String yaml = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        PolicyYamlReader.root("p.yaml", yaml, LIMITS, faults).ifPresent(root -> {
            places(root);
            DocumentShape.of(root, faults).ifPresent(source -> prepare(source, faults));
        });
    }
}

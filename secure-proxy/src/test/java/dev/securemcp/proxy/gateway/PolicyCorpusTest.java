package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.Leniency;
import dev.securemcp.proxy.policy.PolicyLibrary;
import dev.securemcp.proxy.policy.document.PolicyConverter;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Policy documents of the kinds that people publish for API Management, each run through the whole gateway over sockets: what its
 * author expects is what happens. The documents and their cases are in {@code policy-corpus}.
 */
class PolicyCorpusTest {

    @TempDir
    private static Path directory;

    private static CorpusStubs stubs;

    @BeforeAll
    static void start() throws Exception {
        stubs = new CorpusStubs();
    }

    @AfterAll
    static void stop() throws Exception {
        stubs.close();
    }

    static Stream<Path> documents() {
        return CorpusDocument.documents(".xml");
    }

    @Test
    void there_are_sixty_documents_or_more() {
        assertThat(CorpusDocument.names()).hasSizeGreaterThanOrEqualTo(60);
    }

    @TestFactory
    Stream<DynamicTest> does_what_its_author_expects() {
        return tests("", Integer.MAX_VALUE, document -> CorpusDocument.DIRECTORY
                .resolve(document)
                .toString());
    }

    /** One case of each: that both notations come to the same policy is told below. */
    @TestFactory
    Stream<DynamicTest> does_the_same_in_the_other_notation() {
        return tests("yaml/", 1, document -> converted(CorpusDocument.DIRECTORY.resolve(document)));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void is_sound_alone_and_survives_conversion_both_ways(Path document) throws Exception {
        Faults faults = new Faults();
        PolicyLibrary.check(document, new Leniency(true, false), faults);
        assertThat(faults.all().stream().filter(fault -> fault.severity() == Fault.Severity.ERROR))
                .as("check --policy %s", document)
                .isEmpty();

        PolicyConverter converter = new PolicyConverter(ReaderLimits.DEFAULT, faults);
        String yaml = converter.toYaml("p.xml", Files.readString(document)).orElseThrow();
        String back = converter.toXml("p.yaml", yaml).orElseThrow();
        String effective = CorpusShape.effective(document);

        assertThat(CorpusShape.effective(written("p.yaml", yaml))).as(yaml).isEqualTo(effective);
        assertThat(CorpusShape.effective(written("p.xml", back))).as(back).isEqualTo(effective);
        assertThat(converter.toYaml("p.xml", back)).contains(yaml);
    }

    private static Stream<DynamicTest> tests(String prefix, int most, UnaryOperator<String> document) {
        return CorpusDocument.names().stream().flatMap(name -> {
            CorpusDocument corpus = CorpusDocument.read(name, stubs.places());
            return corpus.cases().stream()
                    .limit(most)
                    .map(story -> DynamicTest.dynamicTest(prefix + name + "/" + story.name(), () -> new CorpusRun(
                                    stubs, Files.createTempDirectory(directory, "run"))
                            .run(new CorpusConfiguration(stubs, document).of(name, corpus), story)));
        });
    }

    /** The path of a document in YAML. */
    private static String converted(Path document) {
        Faults faults = new Faults();
        try {
            String yaml = new PolicyConverter(ReaderLimits.DEFAULT, faults)
                    .toYaml(document.toString(), Files.readString(document))
                    .orElseThrow(
                            () -> new AssertionError(List.copyOf(faults.all()).toString()));
            return written("converted.yaml", yaml).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path written(String name, String text) throws IOException {
        return Files.writeString(
                Files.createTempDirectory(directory, "document").resolve(name), text);
    }
}

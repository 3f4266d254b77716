package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Faults;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyConverterTest {

    private final Faults faults = new Faults();
    private final PolicyConverter converter = new PolicyConverter(ReaderLimits.DEFAULT, faults);

    static List<Path> documents() {
        return Golden.files("convert", ".xml");
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 25);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void xml_becomes_yaml(Path document) {
        String yaml = converter
                .toYaml(document.getFileName().toString(), Golden.read(document))
                .orElse("");
        assertThat(Trees.lines(faults)).isEmpty();
        Golden.check(Path.of(document.toString().replace(".xml", ".yaml")), yaml);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void yaml_becomes_xml(Path document) {
        Path yaml = Path.of(document.toString().replace(".xml", ".yaml"));
        String xml = converter
                .toXml(yaml.getFileName().toString(), Golden.read(yaml))
                .orElse("");
        assertThat(Trees.lines(faults)).isEmpty();
        Golden.check(Path.of(document.toString().replace(".xml", ".xml.back")), xml);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_file_is_read_in_the_notation_that_its_name_says(Path document) {
        Path yaml = Path.of(document.toString().replace(".xml", ".yaml"));
        PolicySource fromXml = PolicyReader.readFile(document, "p.xml", ReaderLimits.DEFAULT, faults)
                .orElseThrow();
        PolicySource fromYaml = PolicyReader.readFile(yaml, "p.yaml", ReaderLimits.DEFAULT, faults)
                .orElseThrow();
        assertThat(faults.all()).isEmpty();
        assertThat(fromYaml).hasSameClassAs(fromXml);
    }

    /** Any document, to YAML and back, and that to YAML again. */
    @ParameterizedTest
    @MethodSource("seeds")
    void both_ways_nothing_is_lost(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 60; i++) {
            String xml = new RandomXml(random).policies();
            String yaml = converter.toYaml("p.xml", xml).orElseThrow();
            String back = converter.toXml("p.yaml", yaml).orElse("");
            assertThat(Trees.lines(faults)).as(xml + "\n-->\n" + yaml).isEmpty();
            assertThat(tidy(back)).as(xml + "\n-->\n" + yaml).isEqualTo(tidy(xml));
            assertThat(converter.toYaml("q.xml", back)).contains(yaml);
        }
        assertThat(faults.all()).isEmpty();
    }

    /** White space around an expression is not kept. */
    private static String tidy(String xml) {
        return Trees.shape(Trees.read(xml)).replaceAll("'\\s+(@[({])", "'$1").replaceAll("([)}])\\s+'", "$1'");
    }

    @Test
    void a_document_with_faults_is_not_converted() {
        assertThat(converter.toYaml("p.xml", "<policies><inbound></policies>")).isEmpty();
        assertThat(converter.toXml("p.yaml", "inbound: []")).isEmpty();
        assertThat(Trees.lines(faults))
                .containsExactly(
                        "p.xml:1:20: inbound: found `</policies>`, expected `</inbound>` for the element that begins at line 1, column 11",
                        "p.yaml:1:1: expected a mapping with the one key `policies` or `fragment`");
    }
}

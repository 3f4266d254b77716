package dev.securemcp.proxy.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.config.Faults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document that is too large in any way costs one clear fault, and little time. */
class LimitsTest {

    /** Far more than any of these takes, and far less than what costs the square of a length would. */
    private static final Duration LITTLE_TIME = Duration.ofSeconds(5);

    private static List<String> faults(String xml) {
        return inLittleTime(() -> Trees.faults(xml));
    }

    private static <T> T inLittleTime(Supplier<T> work) {
        return Assertions.assertTimeoutPreemptively(LITTLE_TIME, work::get);
    }

    @Test
    void ten_megabytes(@TempDir Path folder) throws IOException {
        byte[] large = ("<policies>" + " ".repeat(10_000_000) + "</policies>").getBytes(StandardCharsets.UTF_8);
        Faults faults = new Faults();
        assertThat(PolicyReader.read("p.xml", large, ReaderLimits.DEFAULT, faults))
                .isEmpty();
        Path file = Files.write(folder.resolve("p.xml"), large);
        assertThat(PolicyReader.readFile(file, "q.xml", ReaderLimits.DEFAULT, faults))
                .isEmpty();
        assertThat(Trees.lines(faults))
                .containsExactly(
                        "p.xml: the document is too large: 10000021 bytes, at most 1048576 are read; "
                                + "split it into fragments, or raise the limit",
                        "q.xml: the document is too large: 10000021 bytes, at most 1048576 are read; "
                                + "split it into fragments, or raise the limit");
    }

    @Test
    void the_size_is_a_setting() {
        String xml = "<policies>" + " ".repeat(2_000_000) + "</policies>";
        Faults faults = new Faults();
        assertThat(PolicyReader.read("p.xml", xml, ReaderLimits.DEFAULT.withSize(3_000_000), faults))
                .isPresent();
        assertThat(faults.all()).isEmpty();
        assertThatThrownBy(() -> ReaderLimits.DEFAULT.withSize(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_file_that_is_not_there(@TempDir Path folder) {
        Faults faults = new Faults();
        Optional<PolicySource> read =
                PolicyReader.readFile(folder.resolve("none.xml"), "none.xml", ReaderLimits.DEFAULT, faults);
        assertThat(read).isEmpty();
        assertThat(Trees.lines(faults))
                .singleElement()
                .asString()
                .startsWith("none.xml: the policy file does not exist; looked for /");
    }

    @Test
    void ten_thousand_nested_elements() {
        assertThat(faults("<policies><inbound>" + "<choose>".repeat(10_000) + "</choose>".repeat(10_000)))
                .containsExactly("p.xml:1:804: " + "inbound/choose/choose/choose/choose/choose/choose/choose/choose/"
                        + "choose/choose/choose/choose/choose/choose/choose/choose/choose/choose/choose/choose/"
                        + "choose/choose/choose/choose/choose/choose/choose/choose: "
                        + "elements stand more than 100 deep inside one another");
    }

    @Test
    void too_many_elements() {
        assertThat(faults("<policies><inbound>" + "<a/>".repeat(30_000) + "</inbound></policies>"))
                .contains("p.xml:1:80012: inbound: more than 20000 elements in one document; split it into fragments")
                .hasSize(1);
    }

    @Test
    void ten_thousand_nested_brackets_are_only_characters() {
        String deep = "@(" + "(".repeat(10_000) + ")".repeat(10_000) + ")";
        assertThat(Trees.read("<a v=\"" + deep + "\"/>")
                        .attribute("v")
                        .orElseThrow()
                        .text())
                .isEqualTo(deep);
        assertThat(faults("<policies><inbound><a v=\"@(" + "(".repeat(10_000) + "\"/></inbound></policies>"))
                .hasSize(1);
    }

    @Test
    void a_document_full_of_unclosed_expressions() {
        assertThat(faults("<policies><inbound>" + "<a v=\"@{ /* \"/>".repeat(60_000)))
                .hasSizeLessThanOrEqualTo(XmlFaults.MAX + 1)
                .last()
                .asString()
                .endsWith("more than 100 faults in this document, reading stopped");
        assertThat(faults("<policies><inbound>" + "<a>@{ /* </a>".repeat(60_000)))
                .hasSizeLessThanOrEqualTo(XmlFaults.MAX + 1);
    }

    @Test
    void a_document_of_faults_only() {
        assertThat(faults("<policies>" + "</a>".repeat(200_000))).hasSize(XmlFaults.MAX + 1);
        assertThat(faults("&".repeat(1_000_000))).hasSize(XmlFaults.MAX + 1);
        assertThat(faults("<".repeat(1_000_000))).hasSizeLessThanOrEqualTo(XmlFaults.MAX + 1);
        assertThat(faults("<policies " + "a ".repeat(500_000) + "/>")).hasSize(1);
    }

    @Test
    void names_and_messages_stay_short() {
        assertThat(faults("<" + "a".repeat(1_000_000) + "/>"))
                .contains("p.xml:1:1: found a name of 1000000 characters, expected at most 128")
                .allSatisfy(fault -> assertThat(fault).hasSizeLessThan(250));
        assertThat(faults("<policies>" + "x".repeat(1_000_000) + "</policies>"))
                .allSatisfy(fault -> assertThat(fault).hasSizeLessThan(250));
    }

    @Test
    void a_million_attributes() {
        StringBuilder xml = new StringBuilder("<policies><inbound><a");
        for (int i = 0; i < 80_000; i++) {
            xml.append(" a").append(i).append("=''");
        }
        assertThat(faults(xml + "/></inbound></policies>")).isEmpty();
    }

    @Test
    void entities_and_external_files_are_never_read() {
        assertThat(faults("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x'><policies/>"))
                .containsExactly("p.xml:1:1: found a document type declaration, expected an element; "
                        + "it is never read, nor any entity of it; delete it");
    }

    @Test
    void a_yaml_bomb() {
        StringBuilder yaml = new StringBuilder("policies:\n  inbound:\n");
        yaml.append("    - a: &a0 [ b ]\n");
        for (int i = 1; i < 25; i++) {
            yaml.append("    - a: &a")
                    .append(i)
                    .append(" [ {b: *a")
                    .append(i - 1)
                    .append("}, {b: *a");
            yaml.append(i - 1).append("} ]\n");
        }
        Faults faults = new Faults();
        inLittleTime(() -> PolicyYamlReader.root("p.yaml", yaml.toString(), ReaderLimits.DEFAULT, faults));
        assertThat(Trees.lines(faults)).singleElement().asString().endsWith("more than 20000 elements in one document");
    }

    @Test
    void a_yaml_loop() {
        Faults faults = new Faults();
        inLittleTime(() -> PolicyYamlReader.root(
                "p.yaml", "policies: {inbound: [ {a: &x [ {b: *x} ] } ] }", ReaderLimits.DEFAULT, faults));
        assertThat(Trees.lines(faults))
                .singleElement()
                .asString()
                .endsWith("elements stand more than 100 deep inside one another");
    }

    @Test
    void deep_and_broken_yaml() {
        Faults faults = new Faults();
        inLittleTime(
                () -> PolicyYamlReader.root("p.yaml", "policies: " + "[".repeat(10_000), ReaderLimits.DEFAULT, faults));
        PolicyYamlReader.root("q.yaml", "policies: {inbound: [", ReaderLimits.DEFAULT, faults);
        PolicyYamlReader.root("r.yaml", "x".repeat(2_000_000), ReaderLimits.DEFAULT, faults);
        assertThat(Trees.lines(faults))
                .hasSize(3)
                .allMatch(line -> line.contains("not YAML") || line.contains("too large"));
    }
}

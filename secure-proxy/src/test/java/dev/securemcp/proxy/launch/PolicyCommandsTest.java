package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.Leniency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code explain}, {@code convert} and the check of single documents, over real documents. */
class PolicyCommandsTest {

    private final Command command = new Command();

    @TempDir
    private Path directory;

    private Path configuration;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                directory.resolve("global.xml"),
                """
                <policies>
                  <inbound>
                    <check-header name="X-Global" failed-check-httpcode="400" failed-check-error-message="no" />
                  </inbound>
                </policies>
                """);
        Files.writeString(
                directory.resolve("server.xml"),
                """
                <policies>
                  <inbound>
                    <base />
                    <set-header name="X-API-Key"><value>{{backend-key}}</value></set-header>
                  </inbound>
                </policies>
                """);
        configuration = Files.writeString(
                directory.resolve("gateway.yaml"),
                """
                policy: global.xml
                servers: { weather: { backend: b, policy: server.xml } }
                backends: { b: { instances: [{ url: "http://localhost:1/mcp" }] } }
                named-values: { backend-key: { secret: true, value: very-secret } }
                """);
    }

    @Test
    void explainPrintsWhatRunsWithWhereItCameFromAndNoSecret() {
        assertThat(command.run("explain", "weather", "--config", configuration)).isZero();
        assertThat(command.out())
                .containsSubsequence(
                        "global.xml:3", "check-header", "server.xml:4", "set-header", "***", "forward-request")
                .doesNotContain("very-secret");
    }

    @Test
    void explainNamesTheServersThatThereAre() {
        assertThat(command.run("explain", "wether", "--config", configuration)).isEqualTo(2);
        assertThat(command.err()).contains("there is no server \"wether\"; there are weather");
    }

    @Test
    void convertTurnsXmlIntoYamlAndBack() throws IOException {
        assertThat(command.run("convert", directory.resolve("server.xml"))).isZero();
        String yaml = command.out();
        assertThat(yaml).contains("set-header").doesNotContain("<");

        Path converted = Files.writeString(directory.resolve("server.yaml"), yaml);
        assertThat(command.run("convert", converted)).isZero();
        assertThat(command.out()).contains("<set-header name=\"X-API-Key\">", "{{backend-key}}", "<base/>");
    }

    @Test
    void convertTellsTheFaultsOfADocument() throws IOException {
        Path faulty = Files.writeString(directory.resolve("faulty.xml"), "<policies><inbound></policies>");
        assertThat(command.run("convert", faulty)).isEqualTo(1);
        assertThat(command.err()).contains("faulty.xml:1:");
        assertThat(command.out()).isEmpty();
    }

    @Test
    void aSingleDocumentMayLeaveNamesOpenOnlyInWords() {
        Path document = directory.resolve("server.xml");
        assertThat(faults(document, Leniency.NONE))
                .singleElement()
                .asString()
                .contains("unknown named value `backend-key`");
        assertThat(faults(document, new Leniency(true, false))).isEmpty();
    }

    @Test
    void unsupportedElementsAreLeftOutOnlyInWordsAndAccessChecksNever() throws IOException {
        Path document = Files.writeString(
                directory.resolve("odd.xml"),
                "<policies><inbound><llm-token-limit /><validate-client-certificate /></inbound></policies>");
        assertThat(faults(document, Leniency.NONE)).hasSize(2);
        assertThat(faults(document, new Leniency(false, true)))
                .satisfiesExactly(
                        first -> assertThat(first).contains("warning", "llm-token-limit"), second -> assertThat(second)
                                .contains("validate-client-certificate")
                                .doesNotContain("warning"));
    }

    private static List<String> faults(Path document, Leniency leniency) {
        Faults faults = new Faults();
        new Policies().check(document, leniency, faults);
        return faults.all().stream().map(Fault::toString).toList();
    }
}

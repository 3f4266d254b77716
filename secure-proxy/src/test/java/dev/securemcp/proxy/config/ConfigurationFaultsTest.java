package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationFaultsTest {

    @TempDir
    private Path directory;

    private Reading reading;

    @BeforeEach
    void begin() {
        reading = FaultyDocuments.around(directory)
                .variable("LEAK", "leaked-value")
                .variable("EMPTY", "");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dev.securemcp.proxy.config.FaultyDocuments#all")
    void each_fault_says_where_what_and_the_remedy(FaultyDocuments.Faulty document) {
        assertThat(reading.faults(document.yaml())).singleElement().asString().contains(document.expected());
    }

    @Test
    void all_faults_come_at_once() {
        List<String> faults = reading.faults(
                """
                public-url: ftp://h
                servers:
                  a: { backend: nowhere, path: x }
                  b: { backned: weather, path: x }
                backends:
                  weather: { instances: [{ ulr: "http://h/" }] }
                products:
                  p: { servers: [c] }
                redis: {}
                """);

        assertThat(faults)
                .satisfiesExactlyInAnyOrder(
                        fault -> assertThat(fault).startsWith("1:13: public-url:"),
                        fault -> assertThat(fault).startsWith("3:17: servers.a.backend: there is no `nowhere`"),
                        fault -> assertThat(fault)
                                .startsWith("4:8: servers.b.backned: unknown key")
                                .endsWith("did you mean `backend`?"),
                        fault -> assertThat(fault).startsWith("4:3: servers.b: a server needs `backend`"),
                        fault -> assertThat(fault)
                                .startsWith("4:32: servers.b.path: the server `a` has the same base path"),
                        fault -> assertThat(fault).startsWith("6:28: backends.weather.instances[0].ulr: unknown key"),
                        fault -> assertThat(fault)
                                .startsWith("6:26: backends.weather.instances[0]: an instance needs `url`"),
                        fault -> assertThat(fault)
                                .startsWith("8:18: products.p.servers[0]: there is no `c` under `servers`"),
                        fault -> assertThat(fault).startsWith("9:1: redis:"));
    }

    @Test
    void a_base_path_inside_another_servers_endpoint_is_refused() {
        assertThat(
                        reading.faults(
                                """
                        servers:
                          a: { backend: w, path: x, subscription-required: false }
                          b: { backend: w, path: x/mcp/y, subscription-required: false }
                        backends: { w: { instances: [{ url: "http://h/" }] } }
                        """))
                .containsExactly(
                        "3:3: servers.b.path: it lies inside an endpoint of the server `a`: its base path and `/mcp`; choose another `path`");
    }

    @Test
    void no_message_shows_a_secret_or_what_came_from_the_environment() {
        List<String> faults = reading.faults(
                """
                public-url: ${LEAK}
                state-dir: "${EMPTY}"
                servers: { s: { backend: b, path: "${LEAK} ${LEAK}", batches: "${LEAK}" } }
                backends: { b: { instances: [{ url: "http://user:hidden-password@h/mcp" }], credential: hidden-credential } }
                products: { p: { servers: [s, "${LEAK}"] } }
                subscriptions: { a: { product: p, primary-key: hidden-key }, b: { product: p, primary-key: { value: hidden } } }
                limits: { body: "${LEAK}" }
                """);

        assertThat(faults).hasSizeGreaterThanOrEqualTo(8).noneMatch(fault -> fault.contains("leaked"));
        assertThat(faults).noneMatch(fault -> fault.contains("hidden"));
    }

    @Test
    void a_syntax_error_does_not_quote_the_lines_around_it() {
        assertThat(reading.faults("named-values:\n  a: { value: hidden-secret }\n  b: : c\n"))
                .singleElement()
                .asString()
                .startsWith("3:6: not YAML:")
                .doesNotContain("hidden");
    }

    @Test
    void a_fault_is_one_line_whatever_the_document_holds() {
        assertThat(reading.faults("\"a\\nb\": c\n"))
                .allSatisfy(fault -> assertThat(fault.lines()).hasSize(1));
    }

    @Test
    void aliases_cannot_blow_up_the_memory() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, before))));
        }

        assertThat(reading.faults(yaml.toString())).singleElement().asString().contains("more than 200000 values");
    }

    @Test
    void an_alias_that_contains_itself_is_refused() {
        assertThat(reading.faults("servers: &a { x: *a }\n"))
                .singleElement()
                .asString()
                .contains("contains itself");
    }

    @Test
    void a_document_nested_too_deep_is_refused() {
        assertThat(reading.faults("a: " + "[".repeat(5000) + "]".repeat(5000)))
                .singleElement()
                .asString()
                .contains("too deep");
    }

    @Test
    void a_file_that_is_missing_too_large_or_not_text_is_one_fault() {
        reading.file("large.yaml", "#".repeat(3 * 1024 * 1024));
        assertThat(readFile("large.yaml")).endsWith("large.yaml: the file is larger than 2MiB");
        assertThat(readFile("nowhere.yaml")).endsWith("nowhere.yaml: the file does not exist");
        assertThat(readFile(".")).endsWith(": the file is a directory");
    }

    @Test
    void what_works_and_is_unwise_is_a_warning() {
        assertThat(
                        reading.warnings(
                                """
                        public-url: http://mcp.example.com
                        servers: { s: { backend: b, allowed-origins: ["*"] } }
                        backends: { b: { instances: [{ url: "http://h/" }], credential: { header: X, value: plain } } }
                        products: { p: { servers: [s] } }
                        subscriptions: { a: { product: p, primary-key: { value: 0123456789abcdef }, expires: 2020-01-01 } }
                        named-values: { n: { secret: true, value: plain } }
                        """))
                .satisfiesExactlyInAnyOrder(
                        warning -> assertThat(warning).contains("public-url: over plain http"),
                        warning -> assertThat(warning).contains("servers.s.allowed-origins: `*` lets any web page"),
                        warning -> assertThat(warning).contains("credential.value: a credential stands in this file"),
                        warning -> assertThat(warning).contains("primary-key.value: a key stands in this file"),
                        warning ->
                                assertThat(warning).contains("subscriptions.a.expires: its keys have stopped working"),
                        warning -> assertThat(warning).contains("named-values.n.value: a secret stands in this file"));
    }

    @Test
    void a_server_that_no_key_opens_is_a_warning() {
        assertThat(
                        reading.warnings(
                                """
                        servers: { s: { backend: b } }
                        backends: { b: { instances: [{ url: "http://h/" }] } }
                        """))
                .singleElement()
                .asString()
                .startsWith("1:12: warning: servers.s: no key opens this server");
    }

    private String readFile(String name) {
        Faults faults = new Faults();
        assertThat(ConfigurationReader.ofProcess().read(reading.file(name), faults))
                .isEmpty();
        return faults.all().getFirst().toString();
    }
}

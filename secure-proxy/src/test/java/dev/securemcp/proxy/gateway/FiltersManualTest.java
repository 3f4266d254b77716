package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual's page on addresses, origins and browsers says happens, over the wire. */
class FiltersManualTest {

    private static final String PAGE = "filters.md";

    @TempDir
    private Path directory;

    @Test
    void the_example_of_browser_clients_answers_as_its_table_says() throws Exception {
        ManualExample example = ManualExample.of(PAGE, "Browser clients");
        List<List<String>> rows = example.rows().toList();
        assertThat(rows).hasSize(5);
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway = example.start(directory, backend)) {
            for (List<String> row : rows) {
                String origin = "Origin: " + row.getFirst() + "\r\n";
                String key = "Ocp-Apim-Subscription-Key: a-key-that-the-page-knows\r\n";
                String[] expected = row.get(2).split(", ", -1);
                WireMessage answer = gateway.exchange(
                        switch (row.get(1)) {
                            case "preflight" ->
                                "OPTIONS /weather-tools/mcp HTTP/1.1\r\n" + Mcp.HOST + origin
                                        + "Access-Control-Request-Method: POST\r\n\r\n";
                            case "call" -> post("/weather-tools/mcp", call("1", "t"), origin, key);
                            case "call without a key" -> post("/weather-tools/mcp", call("1", "t"), origin);
                            default -> throw new IllegalArgumentException(row.toString());
                        });

                assertThat(answer.status()).as(row.toString()).isEqualTo(Integer.parseInt(expected[0]));
                assertThat(answer.header("Access-Control-Allow-Origin"))
                        .as(row.toString())
                        .isEqualTo(expected[1].equals("may not") ? null : row.getFirst());
            }
        }
    }

    @Test
    void the_example_of_addresses_answers_as_its_table_says() throws Exception {
        ManualExample example = ManualExample.of(PAGE, "Addresses");
        List<List<String>> rows = example.rows().toList();
        assertThat(rows).hasSizeGreaterThan(5);
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway = example.start(directory, backend)) {
            for (List<String> row : rows) {
                WireMessage answer = gateway.exchange(
                        post("/weather-tools/mcp", call("1", "t"), "X-Forwarded-For: " + row.getFirst() + "\r\n"));

                if (row.get(1).equals("passes")) {
                    assertThat(answer.status()).as(row.getFirst()).isEqualTo(200);
                } else {
                    String[] expected = row.get(1).split(" ", -1);
                    assertThat(answer.status()).as(row.getFirst()).isEqualTo(Integer.parseInt(expected[0]));
                    assertThat(answer.text()).contains("\"reason\":\"" + expected[1] + "\"");
                }
            }
        }
    }
}

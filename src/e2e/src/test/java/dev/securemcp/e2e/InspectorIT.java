package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of the MCP Inspector, which people try a server with first. */
@NeedsNode
@ExtendWith(Fixtures.class)
class InspectorIT {
    private static final String LAUNCHER = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

    @ParameterizedTest
    @CsvSource({"http, " + Weather.PATH, "sse, " + Weather.SSE_PATH})
    void listsTools(String transport, String path, Pair pair) {
        Node.Outcome outcome = inspect(pair, transport, path, pair.key, "--method", "tools/list");

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(Json.read(outcome.output()).findValuesAsText("name")).containsAll(Weather.TOOLS);
    }

    @ParameterizedTest
    @CsvSource({"http, " + Weather.PATH, "sse, " + Weather.SSE_PATH})
    void callsATool(String transport, String path, Pair pair) {
        Node.Outcome outcome = inspect(
                pair,
                transport,
                path,
                pair.key,
                "--method",
                "tools/call",
                "--tool-name",
                "get_alerts",
                "--tool-arg",
                "state=TX");

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(Json.read(outcome.output()).findValuesAsText("text"))
                .first()
                .asString()
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"http, " + Weather.PATH, "sse, " + Weather.SSE_PATH})
    void isRefusedWithoutAKey(String transport, String path, Pair pair) {
        Node.Outcome outcome = inspect(pair, transport, path, null, "--method", "tools/list");

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.output() + outcome.errors()).contains("401");
    }

    private static Node.Outcome inspect(Pair pair, String transport, String path, String key, String... arguments) {
        List<String> command = new ArrayList<>(Node.packaged(
                LAUNCHER,
                "--cli",
                "--transport",
                transport,
                "--server-url",
                pair.url(path).toString(),
                "--stored-auth-only",
                "--format",
                "json",
                "--quiet"));
        if (key != null) {
            command.addAll(List.of("--header", "Ocp-Apim-Subscription-Key: " + key));
        }
        command.addAll(List.of(arguments));
        return Node.run(command);
    }
}

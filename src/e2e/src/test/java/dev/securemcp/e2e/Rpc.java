package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/** Single messages of MCP 2025-11-25, sent by hand with a token, for what no SDK shows. */
final class Rpc {
    static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":"first","method":"initialize","params":{"protocolVersion":"2025-11-25",
             "capabilities":{},"clientInfo":{"name":"by-hand","version":"1"}}}""";

    private Rpc() {}

    /** What begins a session; {@code token} may be null. */
    static Http.Answer initialize(URI url, String token, String... headers) throws Exception {
        return post(url, token, INITIALIZE, headers);
    }

    /** A call of a tool, without a session of its own. */
    static Http.Answer call(URI url, String token, String session, Visit.ToolCall call) throws Exception {
        String body = Json.write(Map.of("jsonrpc", "2.0", "id", "call-1", "method", "tools/call", "params", call));
        return post(url, token, body, "Mcp-Session-Id", session, "MCP-Protocol-Version", "2025-11-25");
    }

    static Http.Answer post(URI url, String token, String body, String... headers) throws Exception {
        return Http.post(url, null, body, Challenge.with(token, headers));
    }

    /** The session that an {@code initialize} with a right token opens. */
    static String session(URI url, String token) throws Exception {
        Http.Answer answer = initialize(url, token);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
        post(
                url,
                token,
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "Mcp-Session-Id",
                session,
                "MCP-Protocol-Version",
                "2025-11-25");
        return session;
    }

    /** The message of an answer, whether it came as JSON or as the first event of a stream. */
    static JsonNode message(Http.Answer answer) {
        String body = answer.body();
        return Json.read(
                body.startsWith("{")
                        ? body
                        : body.lines()
                                .filter(line -> line.startsWith("data:") && line.contains("{"))
                                .map(line -> line.substring(5))
                                .findFirst()
                                .orElseThrow(() -> new AssertionError("no message in: " + body)));
    }
}

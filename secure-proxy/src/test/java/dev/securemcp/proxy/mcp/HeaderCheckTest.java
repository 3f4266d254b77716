package dev.securemcp.proxy.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderCheckTest {

    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}";

    private static Envelope body(String json) {
        return (Envelope) new EnvelopeScanner(ScanLimits.DEFAULT).scan(json.getBytes(UTF_8), Batches.ALLOWED);
    }

    private static Envelope call(String tool) {
        return body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool + "\","
                + META + "}}");
    }

    private static MultiMap headers(String version, String method, String name) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (version != null) {
            headers.add("mcp-protocol-version", version);
        }
        if (method != null) {
            headers.add("MCP-METHOD", method);
        }
        if (name != null) {
            headers.add("Mcp-Name", name);
        }
        return headers;
    }

    private static Integer code(Optional<ErrorAnswer> answer) {
        assertThat(answer.map(ErrorAnswer::status)).isIn(Optional.empty(), Optional.of(400));
        return answer.map(ErrorAnswer::code).orElse(null);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-07-28, tools/call, get_alerts,  -",
                "2026-07-28, tools/call, ' get_alerts ', -",
                "2026-07-28, tools/call, =?base64?Z2V0X2FsZXJ0cw==?=, -",
                "-,          tools/call, get_alerts,  -32020",
                "2025-11-25, tools/call, get_alerts,  -32020",
                "2027-01-01, tools/call, get_alerts,  -32020",
                "2026-07-28, -,          get_alerts,  -32020",
                "2026-07-28, tools/list, get_alerts,  -32020",
                "2026-07-28, Tools/Call, get_alerts,  -32020",
                "2026-07-28, tools/call, -,           -32020",
                "2026-07-28, tools/call, '',          -32020",
                "2026-07-28, tools/call, get_forecast, -32020",
                "2026-07-28, tools/call, Get_Alerts,  -32020",
                "2026-07-28, tools/call, =?base64?Z2V0X2FsZXJ0cw?=, -32020",
                "2026-07-28, tools/call, =?base64?Z2V0X2ZvcmVjYXN0?=, -32020",
                "2026-07-28, tools/call, =?BASE64?Z2V0X2FsZXJ0cw==?=, -32020",
                "2026-07-28, tools/call, =?base64?!?=, -32020",
            })
    void aModernCallRepeatsVersionMethodAndName(String version, String method, String name, Integer expected) {
        assertThat(code(HeaderCheck.agreement(headers(version, method, name), call("get_alerts"))))
                .isEqualTo(expected);
    }

    @Test
    void theNameIsThatOfTheResourceOrTask() {
        Envelope read =
                body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"a://b\"," + META
                        + "}}");
        assertThat(HeaderCheck.agreement(headers("2026-07-28", "resources/read", "a://b"), read))
                .isEmpty();
        assertThat(code(HeaderCheck.agreement(headers("2026-07-28", "resources/read", "a://c"), read)))
                .isEqualTo(-32020);
        Envelope task = body(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/get\",\"params\":{\"taskId\":\"t\"," + META + "}}");
        assertThat(HeaderCheck.agreement(headers("2026-07-28", "tasks/get", "t"), task))
                .isEmpty();
        Envelope list = body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" + META + "}}");
        assertThat(HeaderCheck.agreement(headers("2026-07-28", "tools/list", null), list))
                .isEmpty();
    }

    @Test
    void namesOutsideAsciiTravelAsBase64Only() {
        Envelope call = call("météo");
        String encoded = Base64.getEncoder().encodeToString("météo".getBytes(UTF_8));
        assertThat(HeaderCheck.agreement(headers("2026-07-28", "tools/call", "=?base64?" + encoded + "?="), call))
                .isEmpty();
        assertThat(code(HeaderCheck.agreement(headers("2026-07-28", "tools/call", "météo"), call)))
                .isEqualTo(-32020);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2024-11-05", "nonsense"})
    void legacyRequestsAreNotHeldToTheMirroredHeaders(String version) {
        Envelope legacy =
                body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\"}}");
        assertThat(HeaderCheck.agreement(headers(version, "tools/call", "other"), legacy))
                .isEmpty();
        assertThat(HeaderCheck.agreement(headers(null, "anything", null), legacy))
                .isEmpty();
    }

    @Test
    void aModernHeaderNeedsAClaimInTheBody() {
        Envelope call =
                body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\"}}");
        assertThat(code(HeaderCheck.agreement(headers("2026-07-28", "tools/call", "get_alerts"), call)))
                .isEqualTo(-32602);
        Envelope initialize = body(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}");
        assertThat(code(HeaderCheck.agreement(headers("2026-07-28", "initialize", null), initialize)))
                .isEqualTo(-32020);
        Envelope batch = body("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]");
        assertThat(code(HeaderCheck.agreement(headers("2026-07-28", null, null), batch)))
                .isEqualTo(-32600);
    }

    @Test
    void notificationsOweNoHeadersButMustNotContradict() {
        Envelope notification = body("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");
        assertThat(HeaderCheck.agreement(headers("2026-07-28", null, null), notification))
                .isEmpty();
        assertThat(HeaderCheck.agreement(headers("2026-07-28", "notifications/x", null), notification))
                .isEmpty();
        assertThat(code(HeaderCheck.agreement(headers("2026-07-28", "notifications/y", null), notification)))
                .isEqualTo(-32020);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MCP-Protocol-Version", "Mcp-Method", "mcp-name", "Mcp-Session-Id", "Last-Event-ID"})
    void whatDecidesStandsOnce(String name) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(name, "a");
        assertThat(HeaderCheck.duplicates(headers)).isEmpty();
        headers.add(name.toUpperCase(Locale.ROOT), "a");
        assertThat(code(HeaderCheck.duplicates(headers))).isEqualTo(-32600);
    }

    @Test
    void joinedVersionsAreDuplicatesToo() {
        assertThat(code(HeaderCheck.duplicates(headers("2025-06-18, 2025-11-25", null, null))))
                .isEqualTo(-32600);
        assertThat(HeaderCheck.duplicates(headers("2025-06-18", null, "a, b"))).isEmpty();
    }

    @Test
    void otherHeadersMayRepeat() {
        assertThat(HeaderCheck.duplicates(MultiMap.caseInsensitiveMultiMap()
                        .add("Mcp-Param-X", "1")
                        .add("Mcp-Param-X", "2")))
                .isEmpty();
    }
}

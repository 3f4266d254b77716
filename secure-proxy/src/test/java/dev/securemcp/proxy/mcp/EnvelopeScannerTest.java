package dev.securemcp.proxy.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.mcp.Message.Kind;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeScannerTest {

    private final EnvelopeScanner scanner = new EnvelopeScanner(ScanLimits.DEFAULT);

    private Scan scan(String json) {
        return scanner.scan(json.getBytes(UTF_8), Batches.ALLOWED);
    }

    private Message message(String json) {
        Scan scan = scan(json);
        assertThat(scan).isInstanceOf(Envelope.class);
        return ((Envelope) scan).first();
    }

    private EnvelopeFault fault(String json) {
        Scan scan = scan(json);
        assertThat(scan).as(json).isInstanceOf(EnvelopeFault.class);
        return (EnvelopeFault) scan;
    }

    @Test
    void readsWhatAToolCallIs() {
        Message call = message(
                """
                {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"get_alerts",
                 "arguments":{"state":"CA","name":"not this"},"_meta":{"progressToken":"p1"}}}""");
        assertThat(call.kind()).isEqualTo(Kind.REQUEST);
        assertThat(call.id()).isEqualTo("7");
        assertThat(call.tool()).isEqualTo("get_alerts");
        assertThat(call.prompt()).isNull();
        assertThat(call.era()).isEqualTo(Era.LEGACY);
        assertThat(call.meta().progressToken()).isTrue();
        assertThat(call.meta().protocolVersion()).isNull();
    }

    @Test
    void readsWhoInitializes() {
        Message initialize = message(
                """
                {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
                 "capabilities":{},"clientInfo":{"name":"Inspector","version":"1"}}}""");
        assertThat(initialize.meta().protocolVersion()).isEqualTo("2025-11-25");
        assertThat(initialize.meta().clientName()).isEqualTo("Inspector");
        assertThat(initialize.era()).isEqualTo(Era.LEGACY);
    }

    @Test
    void aVersionInMetaMakesAMessageModern() {
        Message modern = message(
                """
                {"jsonrpc":"2.0","id":"a","method":"resources/read","params":{"uri":"weather://states","requestState":"x",
                 "_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                          "io.modelcontextprotocol/clientInfo":{"name":"c"},
                          "traceparent":"00-1-2-01","tracestate":"k=v"}}}""");
        assertThat(modern.era()).isEqualTo(Era.MODERN);
        assertThat(modern.meta().protocolVersion()).isEqualTo("2026-07-28");
        assertThat(modern.meta().clientName()).isEqualTo("c");
        assertThat(modern.meta().traceparent()).isEqualTo("00-1-2-01");
        assertThat(modern.meta().tracestate()).isEqualTo("k=v");
        assertThat(modern.mirroredName()).isEqualTo("weather://states");
        assertThat(modern.continues()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "2024-11-05 | LEGACY",
                "2025-06-18 | LEGACY",
                "2026-07-28 | MODERN",
                "2031-01-01 | MODERN",
                "nonsense   | MODERN",
            })
    void aClaimBelongsToAnEra(String version, Era era) {
        assertThat(Era.ofVersion(version)).isEqualTo(era);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-5", "12345678901234567890123", "\"a\"", "\"\"", "\"a\\u002fb\\\"c\"", "\"ü€😀\""})
    void idsAreKeptByteForByte(String token) {
        assertThat(message("{\"jsonrpc\":\"2.0\", \"id\" : " + token + " ,\"method\":\"ping\"}")
                        .id())
                .isEqualTo(token);
        assertThat(message("{\"id\":" + token + ",\"jsonrpc\":\"2.0\",\"result\":{}}")
                        .id())
                .isEqualTo(token);
    }

    @Test
    void tellsTheKindsApart() {
        assertThat(message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .kind())
                .isEqualTo(Kind.NOTIFICATION);
        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"isError\":true}}")
                        .outcome()
                        .toolError())
                .isTrue();
        Message error = message("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32602,\"message\":\"no\"}}");
        assertThat(error.kind()).isEqualTo(Kind.ERROR);
        assertThat(error.outcome().errorCode()).isEqualTo(-32602);
        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":1}}")
                        .id())
                .isNull();
        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-06-18\"}}")
                        .meta()
                        .protocolVersion())
                .isEqualTo("2025-06-18");
    }

    @Test
    void readsWhatIsCancelled() {
        assertThat(message(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"x\"}}")
                        .cancels())
                .isEqualTo("\"x\"");
    }

    @Test
    void paramsOfOtherMethodsMayBeAnything() {
        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"vendor/x\",\"params\":{\"name\":{\"a\":[1]}}}")
                        .name())
                .isNull();
        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":null}")
                        .method())
                .isEqualTo("ping");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"",
                "{'jsonrpc':'2.0'}",
                "{\"jsonrpc\":\"2.0\",\"id\":01,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":NaN,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}] 1",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}",
                "// c\n{}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\u0001ng\"}",
                "\ufeff{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
                "nope",
            })
    void whatIsNotJsonIsAParseError(String body) {
        ErrorAnswer answer = fault(body).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(-32700);
    }

    @Test
    void otherEncodingsThanUtf8AreRefused() {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        for (var charset : new java.nio.charset.Charset[] {
            StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE, StandardCharsets.UTF_32
        }) {
            assertThat(scanner.scan(json.getBytes(charset), Batches.ALLOWED))
                    .as(charset.name())
                    .isInstanceOfSatisfying(
                            EnvelopeFault.class,
                            fault -> assertThat(fault.answer().code()).isEqualTo(-32700));
        }
        byte[] latin1 = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(scanner.scan(latin1, Batches.ALLOWED)).isInstanceOf(EnvelopeFault.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"x\"",
                "null",
                "{}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"ping\"}",
                "{\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1e3,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1}}",
                "{\"jsonrpc\":\"2.0\",\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[1]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":7}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":[\"get_alerts\"]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":7}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\\ud800\"}}",
                "[]",
                "[1]",
                "[[]]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{}]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}]",
            })
    void whatIsNoMessageIsAnInvalidRequest(String body) {
        ErrorAnswer answer = fault(body).answer();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jsonrpc\":\"2.0\"",
                "\"method\":\"tools/list\"",
                "\"m\\u0065thod\":\"tools/list\"",
                "\"Method\":\"tools/list\"",
                "\"PARAMS\":{}",
                "\"param\u017f\":{}",
                "\"ID\":2",
                "\"Result\":{}",
                "\"x\":1,\"x\":2",
                "\"x\":1,\"X\":2",
                "\"params\":{}",
                "\"params\":{\"name\":\"b\"}",
            })
    void aKeyOfTheEnvelopeThatStandsTwiceIsRefused(String extra) {
        EnvelopeFault fault = fault(
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}," + extra + "}");
        assertThat(fault.answer().reason()).isEqualTo(Reason.AMBIGUOUS_MESSAGE);
        assertThat(fault.answer().code()).isEqualTo(-32600);
        assertThat(fault.id()).isEqualTo("3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"name\":\"a\",\"name\":\"b\"",
                "\"name\":\"a\",\"n\\u0061me\":\"b\"",
                "\"name\":\"a\",\"Name\":\"b\"",
                "\"NAME\":\"b\"",
                "\"uri\":\"a\",\"uri\":\"a\"",
                "\"URI\":\"a\"",
                "\"_meta\":{},\"_meta\":{}",
                "\"_Meta\":{}",
                "\"arguments\":{},\"arguments\":{}",
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/protocolVersion\":\"2025-06-18\"}",
                "\"_meta\":{\"io.modelcontextprotocol/ProtocolVersion\":\"2026-07-28\"}",
            })
    void aKeyOfParamsThatDecidesAndStandsTwiceIsRefused(String params) {
        EnvelopeFault fault =
                fault("{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{" + params + "},\"id\":\"after\"}");
        assertThat(fault.answer().reason()).isEqualTo(Reason.AMBIGUOUS_MESSAGE);
        assertThat(fault.id()).isEqualTo("\"after\"");
    }

    @Test
    void argumentsAreTheToolsOwnBusiness() {
        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\","
                                + "\"arguments\":{\"name\":1,\"Name\":2,\"x\":1,\"x\":2}}}")
                        .tool())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":          | 5",
                "{\"id\":\"x\",                                     | \"x\"",
                "{\"jsonrpc\":\"2.0\",\"id\":\"cut                  | ",
                "{\"jsonrpc\":\"1.0\",\"method\":\"m\",\"id\":6}    | 6",
                "{\"jsonrpc\":\"2.0\",\"method\":{\"a\":[1]},\"id\":6} | 6",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"id\":2} | ",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"id\":1} | ",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"} x  | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"m\"}  | ",
                "[{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"m\"}]  | ",
            })
    void theIdIsRecoveredWhereItIsBeyondDoubt(String body, String id) {
        assertThat(fault(body).id()).isEqualTo(id);
    }

    @Test
    void aMessageBeyondTheBoundsIsRefused() {
        String deep = "[".repeat(250) + "]".repeat(250);
        assertThat(fault("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":" + deep + "}}"))
                .satisfies(fault -> {
                    assertThat(fault.answer().code()).isEqualTo(-32600);
                    assertThat(fault.id()).isEqualTo("1");
                });
        String number = "1".repeat(2000);
        assertThat(fault("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\",\"params\":{\"a\":" + number + "}}")
                        .answer()
                        .code())
                .isEqualTo(-32600);
        assertThat(fault("{\"jsonrpc\":\"2.0\",\"id\":\"" + "x".repeat(2000) + "\",\"method\":\"m\"}")
                        .id())
                .isNull();
        assertThat(fault("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + "m".repeat(70_000) + "\"}")
                        .answer()
                        .code())
                .isEqualTo(-32600);
        StringBuilder members = new StringBuilder("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"");
        for (int i = 0; i < 100; i++) {
            members.append(",\"x").append(i).append("\":1");
        }
        assertThat(fault(members.append('}').toString()).answer().code()).isEqualTo(-32600);
    }

    @Test
    void aLongArgumentIsNotABoundOfTheEnvelope() {
        String text = "x".repeat(1_000_000);
        assertThat(message("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\","
                                + "\"arguments\":{\"text\":\"" + text + "\"}}}")
                        .tool())
                .isEqualTo("a");
    }

    @Test
    void aBatchIsReadMessageByMessage() {
        Envelope batch =
                (Envelope) scan("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"}},"
                        + "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"},"
                        + "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/call\",\"params\":{\"name\":\"b\"}}]");
        assertThat(batch.batch()).isTrue();
        assertThat(batch.era()).isEqualTo(Era.LEGACY);
        assertThat(batch.messages()).extracting(Message::tool).containsExactly("a", null, "b");
    }

    @Test
    void aBatchHasABoundedNumberOfMessages() {
        String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
        String fifty = "[" + (ping + ",").repeat(49) + ping + "]";
        assertThat(scan(fifty)).isInstanceOf(Envelope.class);
        String more = "[" + (ping + ",").repeat(50) + ping + "]";
        assertThat(fault(more).answer().reason()).isEqualTo(Reason.BATCH_NOT_ALLOWED);
        assertThat(fault("[" + "{},".repeat(50) + "{}]").answer().reason()).isEqualTo(Reason.BATCH_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        ",                        false, ALLOWED",
        "2024-11-05,              false, ALLOWED",
        "2025-03-26,              false, ALLOWED",
        "2025-03-26,              true,  REFUSED_HERE",
        "2025-06-18,              false, NOT_IN_REVISION",
        "2025-11-25,              true,  NOT_IN_REVISION",
        "2026-07-28,              false, NOT_IN_REVISION",
        "2030-01-01,              false, NOT_IN_REVISION",
        "nonsense,                false, NOT_IN_REVISION",
    })
    void theRevisionDecidesAboutBatches(String header, boolean refused, Batches expected) {
        Batches rule = Batches.of(header, refused);
        assertThat(rule).isEqualTo(expected);
        Scan scan = scanner.scan("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]".getBytes(UTF_8), rule);
        if (expected == Batches.ALLOWED) {
            assertThat(scan).isInstanceOf(Envelope.class);
        } else {
            assertThat(((EnvelopeFault) scan).answer().code()).isEqualTo(-32600);
            assertThat(((EnvelopeFault) scan).answer().message()).contains(rule.refusal());
        }
    }

    @Test
    void aFaultNeverQuotesTheBody() {
        assertThat(fault("{\"jsonrpc\":\"2.0\",\"secret-value\" oops}").answer().message())
                .doesNotContain("secret-value")
                .contains("byte");
    }
}

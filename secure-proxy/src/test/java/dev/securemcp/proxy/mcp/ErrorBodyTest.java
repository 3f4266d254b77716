package dev.securemcp.proxy.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorBodyTest {

    private static final ErrorAnswer LIMITED =
            ErrorAnswer.of(Reason.RATE_LIMIT_EXCEEDED).withRetryAfter(12);
    private static final String ERROR = "\"error\":{\"code\":429,\"message\":\"Rate limit is exceeded\","
            + "\"data\":{\"reason\":\"RateLimitExceeded\",\"retryAfter\":12}}";

    private static Scan scan(String json) {
        return new EnvelopeScanner(ScanLimits.DEFAULT).scan(json.getBytes(UTF_8), Batches.ALLOWED);
    }

    @Test
    void aRequestGetsItsIdBackByteForByte() {
        Scan scan = scan("{\"jsonrpc\":\"2.0\",\"id\":\"a\\u002f1\",\"method\":\"tools/call\"}");
        assertThat(ErrorBody.json(LIMITED, scan).toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\\u002f1\"," + ERROR + "}");
    }

    @Test
    void eachRequestOfABatchGetsAnError() {
        Scan scan = scan(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"},{\"jsonrpc\":\"2.0\",\"method\":\"n\"},{\"jsonrpc\":\"2.0\",\"id\":\"2\",\"method\":\"b\"}]");
        assertThat(ErrorBody.json(LIMITED, scan).toString())
                .isEqualTo("[{\"jsonrpc\":\"2.0\",\"id\":1," + ERROR + "},{\"jsonrpc\":\"2.0\",\"id\":\"2\"," + ERROR
                        + "}]");
    }

    @Test
    void whereNobodyWaitsThereIsNoId() {
        String withoutId = "{\"jsonrpc\":\"2.0\"," + ERROR + "}";
        assertThat(ErrorBody.json(LIMITED, null).toString()).isEqualTo(withoutId);
        assertThat(ErrorBody.json(LIMITED, scan("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}"))
                        .toString())
                .isEqualTo(withoutId);
        assertThat(ErrorBody.json(LIMITED, scan("{\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{}}"))
                        .toString())
                .isEqualTo(withoutId);
        assertThat(ErrorBody.json(LIMITED, scan("[{\"jsonrpc\":\"2.0\",\"method\":\"n\"}]"))
                        .toString())
                .isEqualTo(withoutId);
    }

    @Test
    void aBodyThatCannotBeReadGetsANullId() {
        EnvelopeFault unreadable = (EnvelopeFault) scan("{\"jsonrpc\"");
        assertThat(ErrorBody.json(unreadable.answer(), unreadable).toString())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,");
        EnvelopeFault recovered = (EnvelopeFault) scan("{\"id\":8,\"jsonrpc\"");
        assertThat(ErrorBody.json(recovered.answer(), recovered).toString())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":8,");
    }

    @Test
    void theSameErrorCanBeAnEvent() {
        Scan one = scan("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}");
        assertThat(ErrorBody.event(LIMITED, one).toString())
                .isEqualTo("event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1," + ERROR + "}\n\n");
        Scan two = scan(
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"a\"}]");
        assertThat(ErrorBody.event(LIMITED, two).toString().split("\n\n")).hasSize(2);
        assertThat(ErrorBody.event(LIMITED, null).toString())
                .isEqualTo("event: message\ndata: {\"jsonrpc\":\"2.0\"," + ERROR + "}\n\n");
    }

    @Test
    void messagesAreEscaped() {
        ErrorAnswer answer = ErrorAnswer.of(Reason.CONTENT_INVALID, "a \"quoted\"\nline");
        String event = ErrorBody.event(answer, null).toString();
        assertThat(event).contains("a \\\"quoted\\\"\\nline");
        assertThat(event.strip().lines()).hasSize(2);
    }

    @Test
    void anAnswerCanBeMadeExact() {
        ErrorAnswer answer = ErrorAnswer.of(Reason.HEADER_NOT_FOUND, "bring a key")
                .withSource("my-check")
                .withStatus(418);
        assertThat(answer).isEqualTo(new ErrorAnswer(Reason.HEADER_NOT_FOUND, "my-check", 418, 418, "bring a key", -1));
        assertThat(answer.asOk().status()).isEqualTo(200);
        assertThat(answer.asOk().code()).isEqualTo(418);
        assertThat(ErrorAnswer.of(Reason.CONTENT_INVALID).withStatus(422).code())
                .isEqualTo(-32602);
        assertThat(ErrorAnswer.of(Reason.TOOL_NOT_FOUND).withStatus(404).code()).isEqualTo(-32602);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyRowOfTheTableKeepsToTheCodesThatAreFree(Reason reason) {
        assertThat(reason.status()).isBetween(200, 599);
        assertThat(reason.message()).isNotBlank();
        assertThat(reason.source()).isNotBlank();
        if (reason.code() < 0) {
            assertThat(reason.code()).isIn(-32700, -32600, -32602, -32603, -32020);
        } else {
            assertThat(reason.code()).isEqualTo(reason.status());
        }
    }

    /** A client takes 400 and 404 for a broken message or a lost session, so no decision against a caller may use them. */
    @ParameterizedTest
    @EnumSource(Reason.class)
    void decisionsAgainstACallerAreNeverTakenForALostSession(Reason reason) {
        Set<String> plumbing = new HashSet<>(Set.of("protocol", "session", "configuration", "validate-content"));
        if (!plumbing.contains(reason.source())) {
            assertThat(reason.status()).isNotIn(400, 404);
        }
    }
}

package dev.securemcp.proxy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.EnvelopeScanner;
import dev.securemcp.proxy.mcp.ScanLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body that a policy made says what the policies have judged, or it goes nowhere. */
class MadeBodyTest {

    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get\",\"arguments\":{}}}";
    private static final EnvelopeScanner SCANNER = new EnvelopeScanner(ScanLimits.DEFAULT);

    private static RequestState request(String client, String made) {
        RequestState request = new RequestState(
                "POST", new RequestUrl("http", "gateway", 80, "/s/mcp", ""), HeaderFields.empty(), "203.0.113.7");
        request.body(client.getBytes(UTF_8));
        if (made != null) {
            request.replaceBody(made.getBytes(UTF_8));
        }
        return request;
    }

    private static Failure check(String client, String made) {
        Envelope judged = (Envelope) SCANNER.scan(client.getBytes(UTF_8), Batches.ALLOWED);
        return new MadeBody(SCANNER, Batches.ALLOWED, judged).check(request(client, made));
    }

    @Test
    void the_clients_own_body_is_not_read_again() {
        // What it holds does not matter here: it was read when it came.
        assertThat(new MadeBody(SCANNER, Batches.ALLOWED, null).check(request("not json", null)))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get\",\"arguments\":{\"user\":\"ann\"}}}",
                " {\"params\":{\"arguments\":{},\"name\":\"get\"}, \"method\":\"tools/call\", \"id\":7, \"jsonrpc\":\"2.0\"} ",
            })
    void other_arguments_and_another_form_are_the_same_message(String made) {
        assertThat(check(CALL, made)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|is not JSON",
                "''|is not JSON",
                "{\"jsonrpc\":\"2.0\",\"id\":7}|is not a JSON-RPC message",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get\"}}|two ways",
                "{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"tools/call\",\"params\":{\"name\":\"get\"}}|another id",
                "{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"tools/call\",\"params\":{\"name\":\"get\"}}|another id",
                "{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"get\"}}|another method",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"resources/read\",\"params\":{\"uri\":\"a\"}}|another method",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"drop\"}}|another tool",
                "[{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get\"}}]|other messages",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get\",\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}|another protocol revision",
            })
    void anything_else_is_an_error_of_the_gateway(String made, String detail) {
        Failure failure = check(CALL, made);

        assertThat(failure.answer().status()).isEqualTo(500);
        assertThat(failure.detail())
                .startsWith("the body that a policy made is not forwarded: ")
                .contains(detail);
        assertThat(failure.answer().message())
                .as("the caller is told nothing of the inside")
                .doesNotContain(detail);
    }

    @Test
    void a_batch_keeps_its_messages_in_their_order() {
        String one = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\"}";
        String two = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"b\"}";

        assertThat(check("[" + one + "," + two + "]", "[" + one + ", " + two + "]"))
                .isNull();
        assertThat(check("[" + one + "," + two + "]", "[" + two + "," + one + "]"))
                .isNotNull();
        assertThat(check("[" + one + "," + two + "]", "[" + one + "]")).isNotNull();
    }

    @Test
    void a_request_that_came_without_a_message_gets_none() {
        assertThat(new MadeBody(SCANNER, Batches.ALLOWED, null)
                        .check(request(CALL, CALL))
                        .detail())
                .contains("came without a message");
    }

    @Test
    void each_new_body_is_read_whatever_was_said_of_an_earlier_one() {
        MadeBody made =
                new MadeBody(SCANNER, Batches.ALLOWED, (Envelope) SCANNER.scan(CALL.getBytes(UTF_8), Batches.ALLOWED));
        RequestState request = request(CALL, CALL);
        assertThat(made.check(request)).isNull();
        assertThat(made.check(request)).isNull();

        request.replaceBody("rubbish".getBytes(UTF_8));

        assertThat(made.check(request)).isNotNull();
    }
}

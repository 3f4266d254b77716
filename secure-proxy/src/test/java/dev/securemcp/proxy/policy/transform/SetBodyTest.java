package dev.securemcp.proxy.policy.transform;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SetBodyTest {

    private static Exchange run(Section section, String xml, TestExchange call) {
        Exchange exchange = call.build();
        assertThat(policies().load(section, xml).run(section, exchange)).isEqualTo(Verdict.CONTINUE);
        return exchange;
    }

    private static String requestBody(Exchange exchange) {
        return new String(exchange.request().bodyBytes(), UTF_8);
    }

    @ParameterizedTest
    @EnumSource(
            value = Section.class,
            names = {"INBOUND", "BACKEND"})
    void the_request_gets_a_new_body(Section section) {
        Exchange exchange = run(section, "<set-body>{\"a\": \"ä\"}</set-body>", TestExchange.call());

        assertThat(requestBody(exchange)).isEqualTo("{\"a\": \"ä\"}");
        assertThat(exchange.request().bodyReplaced()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "@(\"text\")|text",
                "@(new byte[] { 104, 105 })|hi",
                "@{ return null; }|''",
                "@(context.Request.Body.As<string>(preserveContent: true).Replace(\"CA\", \"NY\"))"
                        + "|{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\",\"arguments\":{\"state\":\"NY\"}}}",
            })
    void an_expression_makes_text_or_bytes(String expression, String body) {
        Exchange exchange = run(Section.INBOUND, "<set-body>" + expression + "</set-body>", TestExchange.call());

        assertThat(requestBody(exchange)).isEqualTo(body);
    }

    @Test
    void a_json_body_is_changed_and_written_again() {
        Exchange exchange = run(
                Section.INBOUND,
                """
                <set-body>@{
                    var body = context.Request.Body.As<JObject>(preserveContent: true);
                    body["params"]["arguments"]["state"] = "TX";
                    return body.ToString(Newtonsoft.Json.Formatting.None);
                }</set-body>""",
                TestExchange.call());

        assertThat(requestBody(exchange)).contains("\"state\":\"TX\"").contains("\"id\":7");
    }

    @Test
    void elements_inside_are_text() {
        Exchange exchange = run(Section.INBOUND, "<set-body><a b='c'>d</a></set-body>", TestExchange.call());

        assertThat(requestBody(exchange)).isEqualTo("<a b=\"c\">d</a>");
    }

    @Test
    void a_request_without_a_body_keeps_none() {
        Exchange exchange = run(Section.INBOUND, "<set-body>x</set-body>", TestExchange.get());

        assertThat(exchange.request().bodyBytes()).isNull();
        assertThat(exchange.request().bodyReplaced()).isFalse();
    }

    @Test
    void in_outbound_a_streamed_body_is_given_up_for_the_new_one() {
        TestExchange call = TestExchange.call().streamed(200, "application/json");
        Exchange exchange = run(
                Section.OUTBOUND,
                "<set-header name='Content-Encoding'><value>gzip</value></set-header><set-body>new</set-body>",
                call);

        assertThat(exchange.response().ownBody()).asString(UTF_8).isEqualTo("new");
        assertThat(exchange.response().headers().joined("Content-Encoding")).isNull();
        assertThat(exchange.response().headers().joined("Content-Type")).isEqualTo("application/json");
        assertThat(requestBody(exchange)).isEqualTo(TestExchange.BODY);
    }

    @Test
    void a_body_larger_than_a_client_may_send_is_refused() {
        Failure failure = policies()
                .maxBodyBytes(3)
                .load(Section.INBOUND, "<set-body>äää</set-body>")
                .failure(TestExchange.call().build());

        assertThat(failure.detail()).contains("larger than 3 bytes");
        assertThat(failure.answer().status()).isEqualTo(500);
    }

    @Test
    void a_literal_request_body_is_warned_of() {
        assertThat(policies().faults(Section.INBOUND, "<set-body>x</set-body>"))
                .singleElement()
                .asString()
                .startsWith("1:20: warning: inbound/set-body: a literal body is the same for every call");
        assertThat(policies().faults(Section.OUTBOUND, "<set-body>x</set-body>"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOUND|<set-body template='liquid'>{{ x }}</set-body>|1:40: inbound/set-body: template=\"liquid\" is not"
                        + " supported by this version yet; write the body as an expression",
                "INBOUND|<set-body template='razor'>@(\"x\")</set-body>|1:40: inbound/set-body: found an unknown `template`;"
                        + " leave it out",
                "INBOUND|<set-body xsi-nil='null'>@(\"x\")</set-body>|1:39: warning: inbound/set-body: the attribute `xsi-nil`"
                        + " has no effect: it is for Liquid templates that make XML",
                "OUTBOUND|<set-body>@(context.Response.Body.As<string>())</set-body>|1:31: outbound/set-body:"
                        + " `context.Response.Body` would hold back the response until all of it is there, and an MCP response"
                        + " may be a stream that never ends; read the response of a `send-request` instead, or do without",
                "ON_ERROR|<set-body>x</set-body>|1:21: on-error/set-body: `set-body` is not allowed in on-error; it may stand"
                        + " in inbound, backend, outbound",
            })
    void what_is_wrong_is_told_with_its_place(Section section, String xml, String fault) {
        assertThat(policies().faults(section, xml)).contains(fault);
    }
}

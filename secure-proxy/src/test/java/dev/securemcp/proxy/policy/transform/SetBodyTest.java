package dev.securemcp.proxy.policy.transform;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import java.util.regex.Pattern;
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

    @Test
    void a_template_makes_the_body_of_the_request_and_of_named_values() {
        Exchange exchange = TestExchange.call().variable("user", "ada").build();
        String template =
                """
                <set-body template="liquid">{
                  {% assign p = body.params -%}
                  "jsonrpc": "2.0", "id": {{body.id}}, "method": "{{body.method}}",
                  "params": { "name": "{{ p.name }}", "arguments": {
                    {%- for a in p.arguments %}"{{ a[0] | Downcase }}": "{{ a[1] | Append: '-{{suffix}}' }}", {% endfor -%}
                    {% if body.id &lt; 9 && true %}{% endif %}"user": "{{context.Variables["user"]}}" } } }</set-body>""";

        assertThat(policies().named("suffix", "US").faults(Section.INBOUND, template))
                .last()
                .asString()
                .startsWith("6:26: inbound/set-body: found `&`, expected a name");
        policies()
                .named("suffix", "US")
                .load(Section.INBOUND, template.replace(" && true", ""))
                .inbound(exchange);

        assertThat(requestBody(exchange).replaceAll("\\s+", " "))
                .isEqualTo(
                        "{ \"jsonrpc\": \"2.0\", \"id\": 7, \"method\": \"tools/call\", \"params\": { \"name\": \"get_alerts\","
                                + " \"arguments\": {\"state\": \"CA-US\", \"user\": \"ada\" } } }");
        assertThat(exchange.request().bodyReplaced()).isTrue();
    }

    @Test
    void a_template_in_outbound_sees_the_context_alone() {
        Exchange exchange = run(
                Section.OUTBOUND,
                "<set-body template='liquid'>{{ context.Response.StatusCode }} {{ context.Mcp.ToolName }}</set-body>",
                TestExchange.call().streamed(503, "application/json"));

        assertThat(exchange.response().ownBody()).asString(UTF_8).isEqualTo("503 get_alerts");
    }

    @ParameterizedTest
    @CsvSource({"'',06", "parse-date='true',06", "parse-date='false',2026-03-04T05:06:07Z"})
    void dates_of_the_body_are_dates_unless_told_otherwise(String attribute, String said) {
        Exchange exchange = run(
                Section.INBOUND,
                "<set-body template='Liquid' " + attribute + ">{% if body.at == '2026-03-04T05:06:07Z' %}{% endif %}"
                        + "{{ body.at }}</set-body>",
                TestExchange.call().body("{\"at\":\"2026-03-04T05:06:07Z\"}"));

        assertThat(requestBody(exchange)).contains(said);
    }

    @Test
    void a_template_that_makes_too_much_fails_the_call_with_its_place() {
        Failure failure = policies()
                .maxBodyBytes(9)
                .load(Section.INBOUND, "<set-body template='liquid'>{% for i in (1..9) %}äö{% endfor %}</set-body>")
                .failure(TestExchange.call().build());

        assertThat(failure.answer().status()).isEqualTo(500);
        assertThat(failure.detail()).contains("a text of more than 9 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOUND|<set-body template='liquid'>{% nope %}</set-body>|1:48: inbound/set-body: unknown tag `nope`; there"
                        + " are *",
                "INBOUND|<set-body template='liquid'>@(\"x\")</set-body>|1:48: inbound/set-body: found an expression in a Liquid"
                        + " template; leave out `template`, or write the body as a template",
                "OUTBOUND|<set-body template='liquid'>{{ body.x }}</set-body>|1:52: outbound/set-body: `body` would hold back the"
                        + " response until all of it is there, and an MCP response may be a stream that never ends; *",
                "INBOUND|<set-body template='liquid' parse-date='maybe'>x</set-body>|1:60: inbound/set-body: found `maybe` in"
                        + " `parse-date`, expected `true` or `false`",
                "INBOUND|<set-body template='razor'>@(\"x\")</set-body>|1:40: inbound/set-body: found an unknown `template`,"
                        + " expected `liquid`; or leave the attribute out",
                "INBOUND|<set-body xsi-nil='null'>@(\"x\")</set-body>|1:39: warning: inbound/set-body: the attribute `xsi-nil`"
                        + " has no effect: it is for Liquid templates that make XML",
                "OUTBOUND|<set-body>@(context.Response.Body.As<string>())</set-body>|1:31: outbound/set-body:"
                        + " `context.Response.Body` would hold back the response until all of it is there, and an MCP response"
                        + " may be a stream that never ends; read the response of a `send-request` instead, or do without",
                "ON_ERROR|<set-body>x</set-body>|1:21: on-error/set-body: `set-body` is not allowed in on-error; it may stand"
                        + " in inbound, backend, outbound",
            })
    void what_is_wrong_is_told_with_its_place(Section section, String xml, String fault) {
        assertThat(policies().faults(section, xml)).anySatisfy(found -> assertThat(found)
                .matches(Pattern.quote(fault).replace("*", "\\E.*\\Q")));
    }
}

package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReturnResponseTest {

    private static ResponseState answer(String xml) {
        return answer(xml, TestExchange.call());
    }

    private static ResponseState answer(String xml, TestExchange exchange) {
        return policies().load(Section.INBOUND, xml).answer(exchange.build());
    }

    private static String text(ResponseState response) {
        return new String(response.ownBody(), UTF_8);
    }

    /** What a {@code send-request} might have left in a variable. */
    private static ResponseState received() {
        HeaderFields headers = HeaderFields.empty();
        headers.add("Content-Type", "text/plain");
        headers.add("X-Twice", "1");
        headers.add("X-Twice", "2");
        headers.add("Content-Length", "5");
        headers.add("Transfer-Encoding", "chunked");
        headers.add("Connection", "close");
        return new ResponseState(409, "Conflict", headers, "hello".getBytes(UTF_8));
    }

    @Test
    void alone_it_answers_200_without_a_body() {
        ResponseState response = answer("<return-response/>");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.statusReason()).isEqualTo("OK");
        assertThat(response.ownBody()).isEmpty();
        assertThat(response.headers().names()).isEmpty();
    }

    @Test
    void its_children_make_status_headers_and_body() {
        ResponseState response = answer(
                """
                <return-response>
                  <set-status code="401" reason="No Way"/>
                  <set-header name="WWW-Authenticate"><value>Bearer error="invalid_token"</value></set-header>
                  <set-header name="X-A"><value>1</value><value>2</value></set-header>
                  <set-body>{"error": "x"}</set-body>
                </return-response>""");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.statusReason()).isEqualTo("No Way");
        assertThat(response.headers().joined("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(response.headers().values("X-A")).containsExactly("1", "2");
        assertThat(text(response)).isEqualTo("{\"error\": \"x\"}");
    }

    @Test
    void expressions_inside_see_the_exchange() {
        ResponseState response = answer(
                """
                <return-response>
                  <set-status code="@(400 + 29)"/>
                  <set-body>@("tool " + context.Mcp.ToolName)</set-body>
                </return-response>""");

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(text(response)).isEqualTo("tool get_alerts");
    }

    @Test
    void an_answer_can_carry_the_id_that_the_client_waits_for() {
        ResponseState response = answer(
                """
                <return-response>
                  <set-body>@{
                    return new JObject(
                        new JProperty("jsonrpc", "2.0"),
                        new JProperty("id", context.Request.Body.As<JObject>(preserveContent: true)["id"])).ToString();
                  }</set-body>
                </return-response>""");

        assertThat(text(response)).containsPattern("\"id\": *7\\b");
    }

    @Test
    void a_response_in_a_variable_is_returned_without_what_frames_it() {
        ResponseState response = answer(
                "<return-response response-variable-name='r'/>",
                TestExchange.call().variable("r", received()));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.headers().values("X-Twice")).containsExactly("1", "2");
        assertThat(response.headers().joined("Content-Type")).isEqualTo("text/plain");
        assertThat(response.headers().joined("Content-Length")).isNull();
        assertThat(response.headers().joined("Transfer-Encoding")).isNull();
        assertThat(response.headers().joined("Connection")).isNull();
        assertThat(text(response)).isEqualTo("hello");
    }

    @Test
    void children_change_a_copy_of_the_response_in_the_variable() {
        ResponseState kept = received();
        ResponseState response = answer(
                """
                <return-response response-variable-name="r">
                  <set-status code="200"/>
                  <set-header name="X-Twice" exists-action="append"><value>3</value></set-header>
                  <set-header name="Content-Type" exists-action="skip"><value>other</value></set-header>
                </return-response>""",
                TestExchange.call().variable("r", kept));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().values("X-Twice")).containsExactly("1", "2", "3");
        assertThat(response.headers().joined("Content-Type")).isEqualTo("text/plain");
        assertThat(text(response)).isEqualTo("hello");
        assertThat(kept.statusCode()).isEqualTo(409);
        assertThat(kept.headers().values("X-Twice")).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource({"missing, NullReferenceException", "text, InvalidCastException"})
    void a_variable_that_holds_no_response_is_a_failure(String name, String kind) {
        Failure failure = policies()
                .load(Section.INBOUND, "<return-response response-variable-name='" + name + "'/>")
                .failure(TestExchange.call().variable("text", "x").build());

        assertThat(failure.detail()).startsWith(kind).contains("`" + name + "` holds no response");
        assertThat(failure.answer().status()).isEqualTo(500);
    }

    @ParameterizedTest
    @EnumSource(Section.class)
    void it_and_its_children_stand_in_every_section(Section section) {
        Exchange exchange =
                TestExchange.call().streamed(200, "text/event-stream").build();

        Verdict said = policies()
                .load(
                        section,
                        """
                        <return-response><set-status code="418"/><set-header name="X"><value>x</value></set-header>\
                        <set-body>b</set-body></return-response>""")
                .run(section, exchange);

        assertThat(((Verdict.Respond) said).response().statusCode()).isEqualTo(418);
        assertThat(exchange.response().statusCode())
                .as("the exchange's own is untouched")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<return-response><set-status/></return-response>"
                        + "|1:37: inbound/return-response/set-status: `set-status` needs the attribute `code`",
                "<return-response><set-status code='99'/></return-response>"
                        + "|1:55: inbound/return-response/set-status: found `99` in `code`, expected a whole number from 200 to 599",
                "<return-response><set-header name='Content-Length'><value>1</value></set-header></return-response>"
                        + "|1:55: inbound/return-response/set-header: `Content-Length` frames the message or belongs to one"
                        + " connection, so a policy cannot set it; delete this `set-header`",
                "<return-response><set-body template='liquid'>{{ x y }}</set-body></return-response>"
                        + "|1:70: inbound/return-response/set-body: found `y`, expected a filter, or the end",
                "<return-response><set-body>a</set-body><set-body>b</set-body></return-response>"
                        + "|1:59: inbound/return-response: found a second `<set-body>` in `return-response`, expected at most one",
                "<return-response><set-variable name='a' value='b'/></return-response>"
                        + "|1:37: inbound/return-response: unknown child element `set-variable` of `return-response`; it has"
                        + " `set-status`, `set-header`, `set-body`",
                "<return-response response-variable-name='@(\"a\")'/>"
                        + "|1:61: inbound/return-response: found an expression in `response-variable-name`, expected a literal value",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

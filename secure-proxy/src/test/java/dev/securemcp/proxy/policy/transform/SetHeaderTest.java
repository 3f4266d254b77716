package dev.securemcp.proxy.policy.transform;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetHeaderTest {

    @ParameterizedTest(name = "{0} with {1} values")
    @CsvSource({
        "override, 2, new1 new2",
        "'', 2, new1 new2",
        "append, 2, old new1 new2",
        "skip, 2, old",
        "delete, 0, ''",
        "delete, 1, ''",
        "@(\"app\" + \"end\"), 1, old new1",
    })
    void what_happens_to_a_header_that_exists(String action, int values, String after) {
        assertThat(run(action, values, TestExchange.call().header("X-A", "old")))
                .isEqualTo(after);
    }

    @ParameterizedTest(name = "{0} with {1} values")
    @CsvSource({"override, 2, new1 new2", "append, 1, new1", "skip, 1, new1", "delete, 1, ''"})
    void what_happens_where_there_is_none(String action, int values, String after) {
        assertThat(run(action, values, TestExchange.call())).isEqualTo(after);
    }

    private static String run(String action, int values, TestExchange call) {
        StringBuilder xml = new StringBuilder("<set-header name='x-a'");
        xml.append(action.isEmpty() ? ">" : " exists-action='" + action + "'>");
        for (int i = 1; i <= values; i++) {
            xml.append("<value> new").append(i).append(" </value>");
        }
        Exchange exchange = policies()
                .load(Section.INBOUND, xml.append("</set-header>").toString())
                .inbound(call.build());
        return String.join(" ", exchange.request().headers().values("X-A"));
    }

    @ParameterizedTest
    @CsvSource({"INBOUND, request", "BACKEND, request", "OUTBOUND, response", "ON_ERROR, response"})
    void the_section_says_whether_request_or_response_is_changed(Section section, String changed) {
        Exchange exchange = TestExchange.call().streamed(200, "text/plain").build();

        assertThat(policies()
                        .load(section, "<set-header name='X-A'><value>a</value></set-header>")
                        .run(section, exchange))
                .isEqualTo(Verdict.CONTINUE);

        assertThat(exchange.request().headers().count("X-A")).isEqualTo(changed.equals("request") ? 1 : 0);
        assertThat(exchange.response().headers().count("X-A")).isEqualTo(changed.equals("response") ? 1 : 0);
    }

    @Test
    void a_value_may_be_made_of_the_header_that_it_replaces() {
        Exchange exchange = policies()
                .load(
                        Section.INBOUND,
                        "<set-header name='X-A'><value>@(context.Request.Headers.GetValueOrDefault(\"X-A\") + \"!\")</value></set-header>")
                .inbound(TestExchange.call().header("X-A", "old").build());

        assertThat(exchange.request().headers().values("X-A")).containsExactly("old!");
        assertThat(exchange.request().headers().setByPolicy("x-a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "<set-header name='X-A'><value>@(\"a\\r\\nX-Evil: 1\")</value></set-header>, control character 13",
        "<set-header name='@(\"Transfer-\" + \"Encoding\")'><value>a</value></set-header>, no header name that may be set",
        "<set-header name='@(\"a b\")'><value>a</value></set-header>, no header name that may be set",
        "<set-header name='X-A' exists-action='@(\"drop\")'><value>a</value></set-header>, exists-action is",
    })
    void an_expression_cannot_make_what_a_header_cannot_be(String xml, String detail) {
        Failure failure = policies()
                .load(Section.INBOUND, xml)
                .failure(TestExchange.call().build());

        assertThat(failure.detail()).contains(detail);
    }

    @Test
    void handing_on_the_clients_key_is_warned_of_on_a_request_alone() {
        String xml =
                "<set-header name='X-A'><value>@(context.Request.Headers.GetValueOrDefault(\"Ocp-Apim-Subscription-Key\"))</value></set-header>";

        assertThat(policies().faults(Section.INBOUND, xml))
                .singleElement()
                .asString()
                .contains("warning")
                .contains("the backend will see the client's own subscription key");
        assertThat(policies().faults(Section.OUTBOUND, xml)).isEmpty();
        assertThat(policies().faults(Section.INBOUND, "<return-response>" + xml + "</return-response>"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<set-header><value>a</value></set-header>|1:20: inbound/set-header: `set-header` needs the attribute `name`",
                "<set-header name='a b'><value>a</value></set-header>|1:38: inbound/set-header: found a header name that is no"
                        + " token (RFC 9110 §5.6.2)",
                "<set-header name='host'><value>a</value></set-header>|1:38: inbound/set-header: `host` frames the message or"
                        + " belongs to one connection, so a policy cannot set it; delete this `set-header`",
                "<set-header name='X-A'/>|1:20: inbound/set-header: `set-header` needs a `<value>`; add one, or write"
                        + " exists-action=\"delete\" to remove the header",
                "<set-header name='X-A' exists-action='drop'><value>a</value></set-header>|1:58: inbound/set-header: found `drop`"
                        + " in `exists-action`, expected one of `override`, `skip`, `append`, `delete`",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

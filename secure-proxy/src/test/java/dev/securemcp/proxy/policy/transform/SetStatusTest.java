package dev.securemcp.proxy.policy.transform;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetStatusTest {

    @ParameterizedTest
    @CsvSource({
        "BACKEND, code='503' reason='Gone Fishing', 503, Gone Fishing",
        "OUTBOUND, code='201', 201, Created",
        "OUTBOUND, code='@(200 + 2)' reason='@(\"As \" + \"You Like\")', 202, As You Like",
        "ON_ERROR, code='418' reason='', 418, I'm a teapot",
    })
    void the_responses_status_line_is_changed(Section section, String attributes, int code, String reason) {
        Exchange exchange = TestExchange.call().streamed(200, "text/plain").build();

        Verdict said =
                policies().load(section, "<set-status " + attributes + "/>").run(section, exchange);

        assertThat(said).isEqualTo(Verdict.CONTINUE);
        assertThat(exchange.response().statusCode()).isEqualTo(code);
        if (code != 418) {
            assertThat(exchange.response().statusReason()).isEqualTo(reason);
        }
    }

    @Test
    void before_there_is_a_response_it_does_nothing_and_the_load_says_so() {
        assertThat(policies().faults(Section.INBOUND, "<set-status code='500'/>"))
                .containsExactly("1:20: warning: inbound/set-status: `set-status` has no effect in inbound: there is no"
                        + " response yet; move it to outbound, or put it into a `return-response`");
        assertThat(policies()
                        .load(Section.INBOUND, "<set-status code='500'/>")
                        .inbound(TestExchange.call().build())
                        .response())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "code='@(99)', an HTTP status is a number from 200 to 599",
        "code='@(\"x\")', an HTTP status is a number from 200 to 599",
        "code='200' reason='@(\"a\\r\\nX-Evil: 1\")', control character 13",
    })
    void an_expression_cannot_make_what_a_status_line_cannot_be(String attributes, String detail) {
        Verdict said = policies()
                .load(Section.OUTBOUND, "<set-status " + attributes + "/>")
                .run(
                        Section.OUTBOUND,
                        TestExchange.call().streamed(200, "text/plain").build());

        assertThat(((Verdict.Fail) said).failure().detail()).contains(detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<set-status/>|1:21: outbound/set-status: `set-status` needs the attribute `code`",
                "<set-status code='600'/>|1:39: outbound/set-status: found `600` in `code`, expected a whole number from 200 to 599",
                "<set-status code='500' reason='a&#10;b'/>|1:52: outbound/set-status: found a line end or control character in"
                        + " `reason`, expected one line",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.OUTBOUND, xml)).containsExactly(fault);
    }
}

package dev.securemcp.proxy.policy.access;

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

class CheckHeaderTest {

    private static final String ATTRIBUTES = "failed-check-httpcode='403' failed-check-error-message='not you'";

    private static Verdict run(String more, String values, String sent) {
        TestExchange call = TestExchange.call();
        if (sent != null) {
            call.header("X-Client", sent);
        }
        Exchange exchange = call.build();
        return policies()
                .load(
                        Section.INBOUND,
                        "<check-header name='x-client' " + ATTRIBUTES + more + ">" + values + "</check-header>")
                .run(Section.INBOUND, exchange);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', '', anything, passes",
                "'', '', '', passes",
                "'', '', -, HeaderNotFound",
                "'', <value>a</value><value> b </value>, b, passes",
                "'', <value>a</value>, A, HeaderValueNotAllowed",
                "'', <value>a</value>, -, HeaderNotFound",
                "' ignore-case=''true''', <value>a</value>, A, passes",
                "' ignore-case=''false''', <value>a</value>, A, HeaderValueNotAllowed",
                "'', <value>@(\"a\" + 1)</value>, a1, passes",
            })
    void what_the_header_must_be(String more, String values, String sent, String outcome) {
        Verdict said = run(more, values, sent);

        if (outcome.equals("passes")) {
            assertThat(said).isEqualTo(Verdict.CONTINUE);
        } else {
            Failure failure = ((Verdict.Fail) said).failure();
            assertThat(failure.answer().reason().reason()).isEqualTo(outcome);
            assertThat(failure.answer().status()).isEqualTo(403);
            assertThat(failure.answer().message()).isEqualTo("not you");
        }
    }

    @Test
    void a_check_of_the_key_without_values_is_warned_of() {
        assertThat(policies()
                        .faults(Section.INBOUND, "<check-header name='Ocp-Apim-Subscription-Key' " + ATTRIBUTES + "/>"))
                .singleElement()
                .asString()
                .contains("warning")
                .contains("without a `<value>` any string passes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<check-header failed-check-httpcode='403' failed-check-error-message='m'/>"
                        + "|1:20: inbound/check-header: `check-header` needs the attribute `name`",
                "<check-header name='X' failed-check-error-message='m'/>"
                        + "|1:20: inbound/check-header: `check-header` needs the attribute `failed-check-httpcode`",
                "<check-header name='X' failed-check-httpcode='403'/>"
                        + "|1:20: inbound/check-header: `check-header` needs the attribute `failed-check-error-message`",
                "<check-header name='X' failed-check-httpcode='x' failed-check-error-message='m'/>|1:66: inbound/check-header:"
                        + " found `x` in `failed-check-httpcode`, expected a whole number from 200 to 599",
                "<check-header name='X' failed-check-httpcode='403' failed-check-error-message='m' ignore-case='x'/>"
                        + "|1:115: inbound/check-header: found `x` in `ignore-case`, expected `true` or `false`",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

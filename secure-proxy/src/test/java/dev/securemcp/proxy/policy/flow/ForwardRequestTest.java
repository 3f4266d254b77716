package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.TestExchange.Forwards;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardRequestTest {

    @ParameterizedTest
    @CsvSource({
        "'', 300000",
        "timeout='20', 20000",
        "timeout-ms='250', 250",
        "timeout='@(10 * 2)', 20000",
        "timeout-ms='@(0)', 1",
    })
    void the_head_must_come_in_time(String attributes, long millis) {
        long[] asked = new long[1];
        Exchange exchange = TestExchange.call()
                .forwarder(timeout -> {
                    asked[0] = timeout;
                    return Future.succeededFuture(null);
                })
                .build();

        policies()
                .load(Section.BACKEND, "<forward-request " + attributes + "/>")
                .run(Section.BACKEND, exchange);

        assertThat(asked[0]).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"399, false", "400, true", "503, true"})
    void an_error_status_is_a_failure_where_that_is_asked_for(int status, boolean fails) {
        Forwards forwards = new Forwards(status);
        Exchange exchange = TestExchange.call().forwarder(forwards).build();
        forwards.of(exchange);

        Verdict said = policies()
                .load(Section.BACKEND, "<forward-request fail-on-error-status-code='true'/>")
                .run(Section.BACKEND, exchange);

        assertThat(said instanceof Verdict.Fail).isEqualTo(fails);
    }

    @Test
    void an_error_status_is_a_response_like_any_other_otherwise() {
        Forwards forwards = new Forwards(503);
        Exchange exchange = TestExchange.call().forwarder(forwards).build();
        forwards.of(exchange);

        assertThat(policies().load(Section.BACKEND, "<forward-request/>").run(Section.BACKEND, exchange))
                .isEqualTo(Verdict.CONTINUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "continue-timeout='1'",
                "http-version='2or1'",
                "follow-redirects='true'",
                "buffer-request-body='true'",
                "buffer-response='false'",
            })
    void attributes_without_meaning_load_with_a_warning(String attribute) {
        assertThat(policies().faults(Section.BACKEND, "<forward-request " + attribute + "/>"))
                .singleElement()
                .asString()
                .contains("warning");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<forward-request timeout='0'/>"
                        + "|1:46: backend/forward-request: found `0` in `timeout`, expected a whole number from 1 to 86400",
                "<forward-request timeout='1' timeout-ms='1'/>"
                        + "|1:61: backend/forward-request: found both `timeout` and `timeout-ms`, expected one of them",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.BACKEND, xml)).containsExactly(fault);
    }
}

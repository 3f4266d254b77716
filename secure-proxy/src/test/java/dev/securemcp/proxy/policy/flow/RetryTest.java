package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.ManualTimers;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.TestExchange.Forwards;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryTest {

    private static final String ON_500 = "@(context.Response.StatusCode >= 500)";

    private final ManualTimers timers = new ManualTimers();

    private static Loaded retry(String condition, String attributes) {
        return policies()
                .load(
                        Section.BACKEND,
                        "<retry condition='" + condition + "' " + attributes + "><forward-request/></retry>");
    }

    private Exchange exchange(Forwards forwards) {
        Exchange exchange =
                TestExchange.call().timers(timers).forwarder(forwards).build();
        forwards.of(exchange);
        return exchange;
    }

    private static Reason reason(Verdict said) {
        return ((Verdict.Fail) said).failure().answer().reason();
    }

    @Test
    void the_children_run_once_where_the_condition_does_not_hold() {
        Forwards forwards = new Forwards(200);

        assertThat(retry("false", "count='3' interval='1'").run(Section.BACKEND, exchange(forwards)))
                .isEqualTo(Verdict.CONTINUE);
        assertThat(forwards.count()).isEqualTo(1);
        assertThat(timers.asked()).isEmpty();
    }

    @Test
    void they_run_once_and_then_as_often_as_the_count_says_while_it_holds() {
        Forwards forwards = new Forwards(200);

        Future<Verdict> said = retry("true", "count='3' interval='10'").start(Section.BACKEND, exchange(forwards));

        assertThat(forwards.count()).isEqualTo(1);
        timers.advance(10_000);
        assertThat(forwards.count()).isEqualTo(2);
        timers.advance(9_999);
        assertThat(forwards.count()).isEqualTo(2);
        assertThat(said.isComplete()).isFalse();
        timers.advance(10_001);
        assertThat(forwards.count()).isEqualTo(4);
        assertThat(said.result()).isEqualTo(Verdict.CONTINUE);
        assertThat(timers.asked()).containsExactly(10_000L, 10_000L, 10_000L);
    }

    @Test
    void without_an_interval_there_is_no_wait() {
        Forwards forwards = new Forwards(200);

        Verdict said = retry("true", "count='50' interval='0'").run(Section.BACKEND, exchange(forwards));

        assertThat(said).isEqualTo(Verdict.CONTINUE);
        assertThat(forwards.count()).isEqualTo(51);
    }

    @Test
    void it_ends_as_soon_as_the_condition_does_not_hold_any_more() {
        Forwards forwards = new Forwards(503, 500, 200);
        Exchange exchange = exchange(forwards);

        Verdict said = retry(ON_500, "count='9' interval='0'").run(Section.BACKEND, exchange);

        assertThat(said).isEqualTo(Verdict.CONTINUE);
        assertThat(forwards.count()).isEqualTo(3);
        assertThat(exchange.response().statusCode()).isEqualTo(200);
    }

    @Test
    void a_failure_inside_is_tried_again_where_the_condition_holds_for_its_status() {
        Forwards forwards = new Forwards(-1, 200);
        Exchange exchange = exchange(forwards);

        Verdict said = retry(ON_500, "count='2' interval='0'").run(Section.BACKEND, exchange);

        assertThat(said).isEqualTo(Verdict.CONTINUE);
        assertThat(exchange.failure()).isNull();
        assertThat(exchange.response().statusCode()).isEqualTo(200);
    }

    @Test
    void the_condition_sees_the_failure_as_the_last_error() {
        Forwards forwards = new Forwards(-1, 200);

        Verdict said = retry(
                        "@(context.LastError != null && context.LastError.Reason == \"BackendConnectionFailure\")",
                        "count='2' interval='0'")
                .run(Section.BACKEND, exchange(forwards));

        assertThat(said).isEqualTo(Verdict.CONTINUE);
        assertThat(forwards.count()).isEqualTo(2);
    }

    @Test
    void the_last_failure_stands_when_no_retry_is_left() {
        Forwards forwards = new Forwards(-1);
        Exchange exchange = exchange(forwards);

        Verdict said = retry("true", "count='2' interval='0'").run(Section.BACKEND, exchange);

        assertThat(reason(said)).isEqualTo(Reason.BACKEND_CONNECTION_FAILURE);
        assertThat(forwards.count()).isEqualTo(3);
        assertThat(exchange.response()).isNull();
    }

    @Test
    void a_failure_stands_where_the_condition_does_not_hold_for_it() {
        Forwards forwards = new Forwards(-1);

        Verdict said = retry("false", "count='2' interval='0'").run(Section.BACKEND, exchange(forwards));

        assertThat(reason(said)).isEqualTo(Reason.BACKEND_CONNECTION_FAILURE);
        assertThat(((Verdict.Fail) said).failure().asLastError().path()).isEqualTo("retry[1]/forward-request[1]");
        assertThat(forwards.count()).isEqualTo(1);
    }

    @Test
    void a_condition_that_fails_does_not_hide_the_failure() {
        Forwards forwards = new Forwards(-1);

        Verdict said = retry("@((bool)context.Variables[\"missing\"])", "count='2' interval='0'")
                .run(Section.BACKEND, exchange(forwards));

        assertThat(reason(said)).isEqualTo(Reason.BACKEND_CONNECTION_FAILURE);
    }

    @Test
    void a_condition_that_fails_after_a_success_is_a_failure_of_the_retry() {
        Verdict said = retry("@((bool)context.Variables[\"missing\"])", "count='2' interval='0'")
                .run(Section.BACKEND, exchange(new Forwards(200)));

        assertThat(reason(said)).isEqualTo(Reason.EXPRESSION_FAILED);
        assertThat(((Verdict.Fail) said).failure().asLastError().source()).isEqualTo("retry");
    }

    @Test
    void an_answer_inside_is_not_tried_again() {
        Loaded loaded = policies()
                .load(Section.INBOUND, "<retry condition='true' count='5' interval='0'><return-response/></retry>");

        assertThat(loaded.answer(TestExchange.call().build()).statusCode()).isEqualTo(200);
    }

    @Test
    void the_wait_ends_when_the_client_goes_away_and_nothing_is_tried_again() {
        Forwards forwards = new Forwards(200);
        Exchange exchange = exchange(forwards);
        Future<Verdict> said = retry("true", "count='3' interval='3600'").start(Section.BACKEND, exchange);

        exchange.end();

        assertThat(said.result()).isInstanceOf(Verdict.Fail.class);
        assertThat(forwards.count()).isEqualTo(1);
        assertThat(timers.pending()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "count='2' interval='@(1 + 1)', 2000 2000",
        "count='@(3)' interval='1' delta='2', 1000 3000 5000",
        "count='3' interval='1' delta='1' max-interval='4', 2000 3000 4000",
        "count='2' interval='7' first-fast-retry='true', 7000",
        "count='2' interval='7' first-fast-retry='@(context.Request.Method == \"POST\")', 7000",
    })
    void attributes_may_be_expressions(String attributes, String waits) {
        Future<Verdict> said = retry("true", attributes.strip()).start(Section.BACKEND, exchange(new Forwards(200)));
        timers.advance(3_600_000);

        assertThat(said.isComplete()).isTrue();
        assertThat(timers.asked().stream().map(String::valueOf)).containsExactly(waits.split(" "));
    }

    @Test
    void an_expression_that_gives_no_such_number_is_a_failure() {
        Verdict said = retry("true", "count='@(51)' interval='0'").run(Section.BACKEND, exchange(new Forwards(200)));

        assertThat(reason(said)).isEqualTo(Reason.EXPRESSION_FAILED);
        assertThat(((Verdict.Fail) said).failure().detail()).contains("count is a whole number from 1 to 50");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<retry count='1' interval='0'><forward-request/></retry>"
                        + "|1:20: backend/retry: `retry` needs the attribute `condition`",
                "<retry condition='true' interval='0'><forward-request/></retry>"
                        + "|1:20: backend/retry: `retry` needs the attribute `count`",
                "<retry condition='true' count='1'><forward-request/></retry>"
                        + "|1:20: backend/retry: `retry` needs the attribute `interval`",
                "<retry condition='true' count='51' interval='0'><forward-request/></retry>"
                        + "|1:51: backend/retry: found `51` in `count`, expected a whole number from 1 to 50",
                "<retry condition='true' count='0' interval='0'><forward-request/></retry>"
                        + "|1:51: backend/retry: found `0` in `count`, expected a whole number from 1 to 50",
                "<retry condition='true' count='1' interval='-1'><forward-request/></retry>"
                        + "|1:64: backend/retry: found `-1` in `interval`, expected a whole number from 0 to 86400",
                "<retry condition='true' count='1' interval='0' max-interval='x'><forward-request/></retry>"
                        + "|1:81: backend/retry: found `x` in `max-interval`, expected a whole number from 1 to 86400",
                "<retry condition='true' count='1' interval='0' first-fast-retry='1'><forward-request/></retry>"
                        + "|1:85: backend/retry: found `1` in `first-fast-retry`, expected `true` or `false`",
                "<retry condition='true' count='1' interval='0'/>|1:20: backend/retry: `retry` holds nothing, expected at least"
                        + " one element in it; put the elements that it is for between <retry> and </retry>",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.BACKEND, xml)).containsExactly(fault);
    }
}

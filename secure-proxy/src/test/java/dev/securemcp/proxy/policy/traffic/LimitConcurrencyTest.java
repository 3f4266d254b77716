package dev.securemcp.proxy.policy.traffic;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.Forwarder;
import dev.securemcp.proxy.limits.Concurrency;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitConcurrencyTest {

    private final Concurrency places = new Concurrency();
    private final Deque<Promise<Failure>> heads = new ArrayDeque<>();
    private final Forwarder slow = timeout -> {
        Promise<Failure> head = Promise.promise();
        heads.add(head);
        return head.future();
    };

    private Exchange call() {
        return TestExchange.call().slots(places).forwarder(slow).build();
    }

    private static Loaded limited(String key, int max) {
        return policies()
                .load(
                        Section.BACKEND,
                        "<limit-concurrency key='" + key + "' max-count='" + max
                                + "'><forward-request/></limit-concurrency>");
    }

    private static Failure failure(Future<Verdict> said) {
        return ((Verdict.Fail) said.result()).failure();
    }

    @Test
    void one_call_too_many_is_refused_at_once_with_429() {
        Loaded loaded = limited("k", 2);
        loaded.start(Section.BACKEND, call());
        loaded.start(Section.BACKEND, call());

        Failure refused = failure(loaded.start(Section.BACKEND, call()));

        assertThat(heads).hasSize(2);
        assertThat(refused.answer().reason()).isEqualTo(Reason.CONCURRENCY_LIMIT_EXCEEDED);
        assertThat(refused.answer().status()).isEqualTo(429);
        assertThat(refused.asLastError().source()).isEqualTo("limit-concurrency");
    }

    @Test
    void a_place_is_free_again_when_the_response_head_is_there() {
        Loaded loaded = limited("k", 1);
        Future<Verdict> first = loaded.start(Section.BACKEND, call());
        Exchange second = call();

        heads.remove().complete(Failure.of(Reason.BACKEND_TIMEOUT));
        assertThat(first.isComplete()).isTrue();
        loaded.start(Section.BACKEND, second);

        assertThat(heads).hasSize(1);
    }

    @Test
    void a_failure_inside_gives_its_place_back() {
        Loaded loaded = policies()
                .load(
                        Section.INBOUND,
                        """
                        <limit-concurrency key="k" max-count="1">
                          <check-header name="A" failed-check-httpcode="401" failed-check-error-message="m"/>
                        </limit-concurrency>""");

        for (int i = 0; i < 3; i++) {
            assertThat(loaded.failure(call()).answer().reason()).isEqualTo(Reason.HEADER_NOT_FOUND);
        }
        assertThat(places.size()).isZero();
    }

    @Test
    void elements_that_name_the_same_key_share_its_places() {
        limited("k", 1).start(Section.BACKEND, call());

        assertThat(limited("k", 1).start(Section.BACKEND, call()).result()).isInstanceOf(Verdict.Fail.class);
        assertThat(limited("other", 1).start(Section.BACKEND, call()).isComplete())
                .isFalse();
    }

    @Test
    void the_key_may_be_an_expression() {
        Loaded loaded = limited("@((string)context.Variables[\"who\"])", 1);
        TestExchange ann = TestExchange.call().slots(places).forwarder(slow).variable("who", "ann");
        TestExchange bob = TestExchange.call().slots(places).forwarder(slow).variable("who", "bob");

        loaded.start(Section.BACKEND, ann.build());

        assertThat(loaded.start(Section.BACKEND, bob.build()).isComplete()).isFalse();
        assertThat(loaded.start(Section.BACKEND, ann.build()).isComplete()).isTrue();
    }

    @Test
    void a_key_without_bounds_is_refused() {
        Failure failure = failure(limited("x".repeat(1_025), 1).start(Section.BACKEND, call()));

        assertThat(failure.answer().reason()).isEqualTo(Reason.EXPRESSION_FAILED);
        assertThat(places.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<limit-concurrency max-count='1'><trace source='s'><message>m</message></trace></limit-concurrency>"
                        + "|1:20: inbound/limit-concurrency: `limit-concurrency` needs the attribute `key`",
                "<limit-concurrency key='k'><trace source='s'><message>m</message></trace></limit-concurrency>"
                        + "|1:20: inbound/limit-concurrency: `limit-concurrency` needs the attribute `max-count`",
                "<limit-concurrency key='k' max-count='0'><trace source='s'><message>m</message></trace></limit-concurrency>"
                        + "|1:58: inbound/limit-concurrency: found `0` in `max-count`, expected a whole number from 1 to 1000000",
                "<limit-concurrency key='k' max-count='@(1)'><trace source='s'><message>m</message></trace></limit-concurrency>"
                        + "|1:58: inbound/limit-concurrency: found an expression in `max-count`, expected a literal value",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

package dev.securemcp.proxy.policy.traffic;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.CountingConfig.Calls;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.LimitSettings;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitByKeyTest {

    private final Limited limited = new Limited();

    private static Loaded limit(String attributes) {
        return policies().load(Section.INBOUND, "<rate-limit-by-key " + attributes + "/>");
    }

    private static ResponseState answered(Exchange exchange) {
        ResponseState response = new ResponseState(200, null, HeaderFields.empty(), new byte[0]);
        exchange.limits().apply(response);
        return response;
    }

    @Test
    void one_call_too_many_is_refused_with_429_and_the_time_to_wait() {
        Loaded loaded = limit("calls='2' renewal-period='10' counter-key='k'");
        assertThat(limited.passed(loaded, limited.call(), 2)).isEqualTo(2);
        limited.pass(3);

        Failure refused = loaded.failure(limited.call().build());

        assertThat(refused.answer().reason()).isEqualTo(Reason.RATE_LIMIT_EXCEEDED);
        assertThat(refused.answer().status()).isEqualTo(429);
        assertThat(refused.answer().source()).isEqualTo("rate-limit-by-key");
        assertThat(refused.answer().retryAfter()).isEqualTo(7);
        assertThat(refused.answer().message()).isEqualTo("Rate limit is exceeded. Try again in 7 seconds.");
        assertThat(limited.decisions())
                .containsExactly(
                        "rate-limit-by-key weather ALLOWED",
                        "rate-limit-by-key weather ALLOWED",
                        "rate-limit-by-key weather REFUSED");
    }

    @Test
    void whoever_waits_that_long_gets_through() {
        Loaded loaded = limit("calls='5' renewal-period='7' counter-key='k'");
        for (int round = 0; round < 20; round++) {
            limited.passed(loaded, limited.call(), 10);
            long wait = loaded.failure(limited.call().build()).answer().retryAfter();
            limited.pass(wait);
            loaded.inbound(limited.call().build());
        }
    }

    @Test
    void each_key_has_its_own_counter() {
        Loaded loaded = limit(
                "calls='1' renewal-period='60' counter-key='@(context.Subscription.Id + \":\" + context.Mcp.ToolName)'");

        assertThat(limited.passed(loaded, limited.call("ann", "forecast"), 3)).isEqualTo(1);
        assertThat(limited.passed(loaded, limited.call("ann", "alerts"), 3)).isEqualTo(1);
        assertThat(limited.passed(loaded, limited.call("bob", "forecast"), 3)).isEqualTo(1);
    }

    @Test
    void documents_that_name_the_same_key_and_period_share_its_counter_and_count_a_call_once() {
        Loaded twice = policies()
                .load(
                        Section.INBOUND,
                        """
                        <rate-limit-by-key calls="10" renewal-period="60" counter-key="k"/>
                        <rate-limit-by-key calls="4" renewal-period="60" counter-key="k"/>""");

        assertThat(limited.passed(twice, limited.call(), 20)).isEqualTo(4);
        Loaded larger = limit("calls='12' renewal-period='60' counter-key='k'");
        // The outer one has counted the refused calls, up to its limit: it comes first.
        assertThat(limited.passed(larger, limited.call(), 20)).isEqualTo(2);
    }

    @Test
    void where_documents_share_a_counter_the_wait_is_true_for_the_smaller_limit_too() {
        Loaded twice = policies()
                .load(
                        Section.INBOUND,
                        """
                        <rate-limit-by-key calls="10" renewal-period="60" counter-key="k"/>
                        <rate-limit-by-key calls="4" renewal-period="60" counter-key="k"/>""");
        int refusals = 0;
        for (int i = 0; i < 60; i++) {
            if (twice.run(Section.INBOUND, limited.call().build()) instanceof Verdict.Fail(Failure refused)) {
                refusals++;
                limited.pass(refused.answer().retryAfter());
                twice.inbound(limited.call().build());
            }
            limited.pass(i % 7);
        }
        assertThat(refusals).isGreaterThan(5);
    }

    @Test
    void calls_and_period_may_be_expressions() {
        Loaded loaded =
                limit("calls='@((int)context.Variables[\"most\"])' renewal-period='@(30 + 30)' counter-key='k'");

        assertThat(limited.passed(loaded, limited.call().variable("most", 3), 9))
                .isEqualTo(3);
        assertThat(limited.passed(loaded, limited.call().variable("most", 5), 9))
                .isEqualTo(2);
    }

    @Test
    void a_count_that_is_written_down_counts_before_the_call_is_forwarded() {
        Loaded loaded = limit("calls='10' renewal-period='60' counter-key='k' increment-count='4'");

        assertThat(limited.passed(loaded, limited.call(), 9)).isEqualTo(2);
    }

    @Test
    void a_call_that_counts_for_more_than_the_limit_is_told_no_time_to_wait() {
        Loaded loaded = limit("calls='2' renewal-period='60' counter-key='k' increment-count='3'");

        Failure refused = loaded.failure(limited.call().build());

        assertThat(refused.answer().status()).isEqualTo(429);
        assertThat(refused.answer().retryAfter()).isNegative();
        assertThat(loaded.warnings())
                .containsExactly(
                        "1:20: warning: inbound/rate-limit-by-key: each call counts for 3 and the limit is 2, so none will pass");
    }

    @Test
    void a_condition_counts_with_the_response_so_the_refusal_comes_one_call_later() {
        Loaded loaded = limit("calls='2' renewal-period='60' counter-key='k'"
                + " increment-condition='@(context.Response.StatusCode == 200)'");

        for (int i = 0; i < 5; i++) {
            assertThat(limited.whole(loaded, limited.call(), 500)).isNull();
        }
        Exchange first = loaded.inbound(limited.call().build());
        Exchange second = loaded.inbound(limited.call().build());
        Exchange third = loaded.inbound(limited.call().build());
        for (Exchange exchange : new Exchange[] {first, second, third}) {
            exchange.response(new ResponseState(200, null, HeaderFields.empty(), null));
            exchange.limits().answered();
            exchange.limits().ended(0, 0);
        }

        assertThat(limited.whole(loaded, limited.call(), 200).answer().status()).isEqualTo(429);
    }

    @Test
    void a_count_may_depend_on_the_response() {
        Loaded loaded = limit("calls='10' renewal-period='60' counter-key='k'"
                + " increment-count='@(int.Parse(context.Response.Headers.GetValueOrDefault(\"X-Cost\", \"0\")))'");
        Exchange exchange = loaded.inbound(limited.call().build());
        HeaderFields headers = HeaderFields.empty();
        headers.add("X-Cost", "10");
        exchange.response(new ResponseState(200, null, headers, null));
        exchange.limits().answered();

        assertThat(loaded.failure(limited.call().build()).answer().retryAfter()).isEqualTo(60);
    }

    @Test
    void a_caller_that_goes_away_before_the_answer_is_counted_all_the_same() {
        Loaded loaded = limit("calls='1' renewal-period='60' counter-key='k'"
                + " increment-condition='@(context.Response.StatusCode == 200)'");
        Exchange gone = loaded.inbound(limited.call().build());
        gone.limits().ended(10, 0);

        assertThat(loaded.failure(limited.call().build()).answer().status()).isEqualTo(429);
    }

    @Test
    void the_condition_sees_the_message_it_was_about() {
        Loaded loaded = limit("calls='1' renewal-period='60' counter-key='k'"
                + " increment-condition='@(context.Mcp.ToolName == \"costly\")'");
        Exchange batch = loaded.inbound(limited.call()
                .message(TestExchange.facts("tools/call", "costly", "1"))
                .build());
        batch.message(TestExchange.facts("tools/call", "cheap", "2"));
        loaded.inbound(batch);
        batch.limits().answered();

        assertThat(loaded.failure(limited.call().build()).answer().status()).isEqualTo(429);
        assertThat(batch.mcp().toolName()).isEqualTo("cheap");
    }

    @Test
    void every_message_of_a_batch_counts() {
        Loaded loaded = limit("calls='3' renewal-period='60' counter-key='k'");
        Exchange batch = limited.call().build();
        for (int i = 0; i < 3; i++) {
            batch.message(TestExchange.facts("tools/call", "t", "" + i));
            loaded.inbound(batch);
        }
        batch.message(TestExchange.facts("tools/call", "t", "4"));

        assertThat(loaded.failure(batch).answer().status()).isEqualTo(429);
    }

    @Test
    void where_http_requests_are_counted_a_batch_is_one_and_everything_counts() {
        Loaded loaded = policies()
                .limits(new LimitSettings(Calls.HTTP, false, true))
                .load(Section.INBOUND, "<rate-limit-by-key calls='3' renewal-period='60' counter-key='k'/>");
        Exchange batch = limited.call().build();
        for (int i = 0; i < 9; i++) {
            batch.message(TestExchange.facts("tools/call", "t", "" + i));
            loaded.inbound(batch);
        }
        loaded.inbound(limited.call()
                .message(TestExchange.facts("initialize", null, "1"))
                .build());
        loaded.inbound(TestExchange.get().services(batch.services()).build());

        assertThat(loaded.failure(limited.call().build()).answer().status()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "server/discover", "ping"})
    void what_begins_a_session_is_not_locked_out_by_calls_and_has_a_limit_too(String method) {
        Loaded loaded = limit("calls='2' renewal-period='60' counter-key='k'");
        limited.passed(loaded, limited.call(), 9);
        TestExchange handshake = limited.call().message(TestExchange.facts(method, null, "1"));

        assertThat(limited.passed(loaded, handshake, 100)).isEqualTo(60);
        limited.pass(60);
        assertThat(limited.passed(loaded, limited.call(), 9)).isEqualTo(2);
    }

    @Test
    void calls_lock_nobody_out_of_a_session_though_there_are_too_many_keys() {
        Limited full = new Limited(64);
        Loaded loaded = limit("calls='60' renewal-period='60' counter-key='@((string)context.Variables[\"who\"])'");
        for (int i = 0; i < 64; i++) {
            full.passed(loaded, full.call().variable("who", "k" + i), 1);
        }
        assertThat(full.passed(loaded, full.call().variable("who", "new"), 99)).isEqualTo(60);

        assertThat(full.passed(
                        loaded,
                        full.call().variable("who", "new").message(TestExchange.facts("initialize", null, "1")),
                        99))
                .isEqualTo(60);
    }

    @Test
    void notifications_and_streams_have_more_room() {
        Loaded loaded = limit("calls='20' renewal-period='10' counter-key='k'");
        limited.passed(loaded, limited.call(), 99);
        TestExchange notification = limited.call().message(TestExchange.facts("notifications/cancelled", null, null));

        assertThat(limited.passed(loaded, notification, 150)).isEqualTo(150);
        assertThat(limited.passed(
                        loaded,
                        TestExchange.get().services(limited.call().build().services()),
                        150))
                .isEqualTo(50);
    }

    @Test
    void a_call_that_wants_no_answer_has_no_more_room_than_others() {
        Loaded loaded = limit("calls='20' renewal-period='10' counter-key='k'");
        TestExchange unanswered = limited.call().message(TestExchange.facts("tools/call", "t", null));

        assertThat(limited.passed(loaded, unanswered, 150)).isEqualTo(20);
        assertThat(limited.passed(loaded, limited.call(), 9)).isZero();
    }

    @Test
    void what_begins_a_session_counts_with_its_like_with_an_id_or_without() {
        Loaded loaded = limit("calls='20' renewal-period='10' counter-key='k'");
        TestExchange unanswered = limited.call().message(TestExchange.facts("ping", null, null));

        assertThat(limited.passed(loaded, unanswered, 150)).isEqualTo(20);
        assertThat(limited.passed(loaded, limited.call(), 150)).isEqualTo(20);
    }

    @Test
    void tells_what_remains_in_headers_and_variables() {
        Loaded loaded = limit("calls='2' renewal-period='60' counter-key='k' retry-after-header-name='X-Wait'"
                + " retry-after-variable-name='wait' remaining-calls-header-name='X-Left'"
                + " remaining-calls-variable-name='left' total-calls-header-name='X-Total'");

        Exchange first = loaded.inbound(limited.call().build());

        assertThat(answered(first).headers().first("X-Left")).isEqualTo("1");
        assertThat(answered(first).headers().first("X-Total")).isEqualTo("2");
        assertThat(answered(first).headers().first("X-Wait")).isNull();
        assertThat(first.variables()).containsEntry("left", 1).doesNotContainKey("wait");
        loaded.inbound(limited.call().build());
        Exchange refused = limited.call().build();
        assertThat(loaded.failure(refused).answer().retryAfter()).isEqualTo(60);
        assertThat(answered(refused).headers().first("X-Left")).isEqualTo("0");
        assertThat(answered(refused).headers().first("X-Wait")).isEqualTo("60");
        assertThat(refused.variables()).containsEntry("left", 0).containsEntry("wait", 60);
    }

    @Test
    void tells_it_in_the_fields_of_the_draft_where_that_is_configured() {
        Loaded loaded = policies()
                .limits(new LimitSettings(Calls.REQUESTS, true, true))
                .load(
                        Section.INBOUND,
                        """
                        <rate-limit-by-key id="burst" calls="1" renewal-period="10" counter-key="k"/>
                        <rate-limit-by-key calls="50" renewal-period="60" counter-key="k"/>""");

        ResponseState response = answered(loaded.inbound(limited.call().build()));

        assertThat(response.headers().values("RateLimit-Policy"))
                .containsExactly("\"burst\";q=1;w=10", "\"api/rate-limit-by-key[2]\";q=50;w=60");
        assertThat(response.headers().values("RateLimit"))
                .containsExactly("\"burst\";r=0", "\"api/rate-limit-by-key[2]\";r=49");
        Exchange refused = limited.call().build();
        loaded.failure(refused);
        assertThat(answered(refused).headers().values("RateLimit")).containsExactly("\"burst\";r=0;t=10");
    }

    @Test
    void a_key_without_bounds_is_refused() {
        Loaded loaded = limit(
                "calls='2' renewal-period='60' counter-key='@(new string('x', 1025))'".replace("'x'", "(char)120"));

        assertThat(loaded.failure(limited.call().build()).answer().reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "calls='1' renewal-period='60'|1:20: inbound/rate-limit-by-key: `rate-limit-by-key` needs the attribute `counter-key`",
                "counter-key='k' renewal-period='60'|1:20: inbound/rate-limit-by-key: `rate-limit-by-key` needs the attribute `calls`",
                "counter-key='k' calls='1'|1:20: inbound/rate-limit-by-key: `rate-limit-by-key` needs the attribute `renewal-period`",
                "counter-key='k' calls='0' renewal-period='60'|1:62: inbound/rate-limit-by-key: found `0` in `calls`, expected a whole"
                        + " number of at least 1",
                "counter-key='k' calls='1' renewal-period='301'|1:81: inbound/rate-limit-by-key: found `301` in `renewal-period`,"
                        + " expected a whole number from 1 to 300",
                "counter-key='k' calls='1' renewal-period='60' total-calls-header-name='a b'|1:110: inbound/rate-limit-by-key: found a"
                        + " header name that is no token (RFC 9110 §5.6.2)",
                "counter-key='k' calls='1' renewal-period='60' total-calls-header-name='@(1)'|1:110: inbound/rate-limit-by-key: found an"
                        + " expression in `total-calls-header-name`, expected a literal value",
            })
    void what_is_wrong_is_told_with_its_place(String attributes, String fault) {
        assertThat(policies().faults(Section.INBOUND, "<rate-limit-by-key " + attributes + "/>"))
                .containsExactly(fault);
    }
}

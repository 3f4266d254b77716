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
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaByKeyTest {

    /** The clock stands at 2026-03-04T05:06:07Z. */
    private final Limited limited = new Limited();

    private static Loaded quota(String attributes) {
        return policies().load(Section.INBOUND, "<quota-by-key " + attributes + "/>");
    }

    @Test
    void what_is_used_up_is_refused_with_403_until_the_window_ends() {
        Loaded loaded = quota("calls='2' renewal-period='3600' counter-key='k'");
        assertThat(limited.passed(loaded, limited.call(), 2)).isEqualTo(2);

        Failure refused = loaded.failure(limited.call().build());

        assertThat(refused.answer().reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(refused.answer().status()).isEqualTo(403);
        assertThat(refused.answer().source()).isEqualTo("quota-by-key");
        assertThat(refused.answer().retryAfter()).isEqualTo(53 * 60 + 53);
        assertThat(refused.answer().message())
                .isEqualTo("Out of call volume quota. Quota will be replenished in 00:53:53.");
        limited.pass(53 * 60 + 52);
        assertThat(limited.passed(loaded, limited.call(), 9)).isZero();
        limited.pass(1);
        assertThat(limited.passed(loaded, limited.call(), 9)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-04T05:00:00Z, 300, 233",
        "2026-03-04T05:06:07Z, 300, 300",
        "2026-03-04T05:06:06Z, 300, 299",
        "2027-01-01T00:00:00Z, 86400, 68033",
        "2026-03-01T12:00:00Z, 86400, 24833",
    })
    void windows_follow_each_other_from_the_first(String first, int seconds, int wait) {
        Loaded loaded =
                quota("calls='1' renewal-period='" + seconds + "' counter-key='k' first-period-start='" + first + "'");
        limited.passed(loaded, limited.call(), 1);

        assertThat(loaded.failure(limited.call().build()).answer().retryAfter()).isEqualTo(wait);
        limited.pass(wait);
        assertThat(limited.passed(loaded, limited.call(), 2)).isEqualTo(1);
        assertThat(loaded.failure(limited.call().build()).answer().retryAfter()).isEqualTo(seconds);
    }

    @Test
    void a_quota_for_ever_is_never_replenished() {
        Loaded loaded = quota("calls='3' renewal-period='0' counter-key='k'");
        assertThat(limited.passed(loaded, limited.call(), 9)).isEqualTo(3);
        limited.pass(100L * 365 * 86_400);

        Failure refused = loaded.failure(limited.call().build());

        assertThat(refused.answer().retryAfter()).isNegative();
        assertThat(refused.answer().message()).isEqualTo("Out of call volume quota.");
    }

    @Test
    void bandwidth_is_what_the_bodies_carry_both_ways_and_refuses_the_call_after() {
        Loaded loaded = quota("bandwidth='3' renewal-period='3600' counter-key='k'");
        limited.bodies(1_000, 500);

        assertThat(limited.whole(loaded, limited.call(), 200)).isNull();
        assertThat(limited.whole(loaded, limited.call(), 200)).isNull();
        assertThat(limited.whole(loaded, limited.call(), 200)).isNull();
        Failure refused = limited.whole(loaded, limited.call(), 200);
        assertThat(refused.answer().status()).isEqualTo(403);
        assertThat(refused.answer().message())
                .isEqualTo("Out of bandwidth quota. Quota will be replenished in 00:53:53.");
    }

    @Test
    void a_stream_counts_in_the_window_it_ends_in() {
        Loaded loaded = quota("bandwidth='1' renewal-period='3600' counter-key='k'");
        Exchange stream = loaded.inbound(limited.call().build());
        limited.pass(3_600);
        stream.limits().ended(0, 1_024);

        assertThat(loaded.failure(limited.call().build()).answer().status()).isEqualTo(403);
    }

    @Test
    void documents_that_name_the_same_key_count_a_call_once() {
        Loaded twice = policies()
                .load(
                        Section.INBOUND,
                        """
                        <quota-by-key calls="10" bandwidth="1000" renewal-period="3600" counter-key="k"/>
                        <quota-by-key calls="10" bandwidth="1000" renewal-period="3600" counter-key="k"/>""");

        assertThat(limited.passed(twice, limited.call(), 30)).isEqualTo(10);
    }

    @Test
    void two_documents_do_not_count_the_bytes_of_a_call_twice() {
        Loaded twice = policies()
                .load(
                        Section.INBOUND,
                        """
                        <quota-by-key bandwidth="2" renewal-period="3600" counter-key="k"/>
                        <quota-by-key bandwidth="2" renewal-period="3600" counter-key="k"/>""");
        limited.bodies(500, 500);
        assertThat(limited.whole(twice, limited.call(), 200)).isNull();
        assertThat(limited.whole(twice, limited.call(), 200)).isNull();
        assertThat(limited.whole(twice, limited.call(), 200)).isNull();
        assertThat(limited.whole(twice, limited.call(), 200)).isNotNull();
    }

    @Test
    void a_condition_counts_with_the_response() {
        Loaded loaded = quota("calls='2' renewal-period='3600' counter-key='k' increment-count='2'"
                + " increment-condition='@(context.Response.StatusCode &lt; 400)'");
        for (int i = 0; i < 5; i++) {
            assertThat(limited.whole(loaded, limited.call(), 500)).isNull();
        }
        assertThat(limited.whole(loaded, limited.call(), 200)).isNull();
        assertThat(limited.whole(loaded, limited.call(), 200)).isNotNull();
    }

    @Test
    void what_begins_ends_and_answers_passes_uncounted_but_its_bytes_count() {
        Loaded loaded = quota("calls='1' bandwidth='1' renewal-period='3600' counter-key='k'");
        TestExchange initialize = limited.call().message(TestExchange.facts("initialize", null, "1"));
        TestExchange notification = limited.call().message(TestExchange.facts("notifications/cancelled", null, null));
        assertThat(limited.passed(loaded, initialize, 5)).isEqualTo(5);
        assertThat(limited.passed(loaded, limited.call(), 5)).isEqualTo(1);
        assertThat(limited.passed(loaded, notification, 5)).isEqualTo(5);
        limited.bodies(0, 2_000);

        limited.pass(3_600);
        assertThat(limited.whole(loaded, notification, 202)).isNull();

        assertThat(limited.whole(loaded, limited.call(), 200).answer().message())
                .startsWith("Out of bandwidth");
        assertThat(limited.passed(loaded, initialize, 5)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/call", "resources/read", "Notifications/cancelled", "notificationsX", "anything"})
    void a_request_that_wants_no_answer_is_a_call_like_any_other(String method) {
        Loaded loaded = quota("calls='2' renewal-period='3600' counter-key='k'");
        TestExchange unanswered = limited.call().message(TestExchange.facts(method, null, null));

        assertThat(limited.passed(loaded, unanswered, 9)).isEqualTo(2);
        assertThat(limited.passed(loaded, limited.call(), 9)).isZero();
    }

    @Test
    void what_has_an_id_is_a_call_though_it_is_named_like_a_notification() {
        Loaded loaded = quota("calls='2' renewal-period='3600' counter-key='k'");

        assertThat(limited.passed(
                        loaded, limited.call().message(TestExchange.facts("notifications/cancelled", null, "1")), 9))
                .isEqualTo(2);
    }

    @Test
    void an_answer_of_the_client_passes_uncounted() {
        Loaded loaded = quota("calls='1' renewal-period='3600' counter-key='k'");
        limited.passed(loaded, limited.call(), 1);

        assertThat(limited.passed(loaded, limited.call().message(TestExchange.facts(null, null, "1")), 5))
                .isEqualTo(5);
    }

    @Test
    void a_stream_is_not_opened_without_bandwidth_left() {
        Loaded loaded = quota("calls='1' bandwidth='1' renewal-period='3600' counter-key='k'");
        TestExchange get = TestExchange.get().services(limited.call().build().services());
        limited.passed(loaded, limited.call(), 5);
        assertThat(limited.passed(loaded, get, 5)).isEqualTo(5);
        Exchange last = loaded.inbound(get.build());
        last.limits().ended(0, 1_024);

        assertThat(limited.passed(loaded, get, 5)).isZero();
    }

    @Test
    void where_http_requests_are_counted_everything_counts() {
        Loaded loaded = policies()
                .limits(new LimitSettings(Calls.HTTP, false, true))
                .load(Section.INBOUND, "<quota-by-key calls='2' renewal-period='0' counter-key='k'/>");
        loaded.inbound(limited.call()
                .message(TestExchange.facts("initialize", null, "1"))
                .build());
        Exchange batch = limited.call().build();
        for (int i = 0; i < 5; i++) {
            batch.message(TestExchange.facts("tools/call", "t", "" + i));
            loaded.inbound(batch);
        }

        assertThat(limited.passed(loaded, limited.call(), 5)).isZero();
    }

    @Test
    void without_a_place_to_keep_them_the_load_warns() {
        assertThat(policies()
                        .limits(new LimitSettings(Calls.REQUESTS, false, false))
                        .load(Section.INBOUND, "<quota-by-key calls='2' renewal-period='0' counter-key='k'/>")
                        .warnings())
                .containsExactly(
                        "1:20: warning: inbound/quota-by-key: quotas begin anew when the gateway restarts, since there is"
                                + " nowhere to keep them; set `state-dir`");
    }

    @Test
    void the_answer_carries_no_fields_of_the_backends() {
        Loaded loaded = quota("calls='2' renewal-period='3600' counter-key='k'");
        Exchange exchange = loaded.inbound(limited.call().build());
        ResponseState response = new ResponseState(200, null, HeaderFields.empty(), null);
        exchange.limits().apply(response);

        assertThat(response.headers().names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "counter-key='k' renewal-period='0'|1:20: inbound/quota-by-key: `quota-by-key` needs `calls`, `bandwidth` or both",
                "counter-key='k' calls='1'|1:20: inbound/quota-by-key: `quota-by-key` needs the attribute `renewal-period`",
                "counter-key='k' calls='1' renewal-period='299'|1:76: inbound/quota-by-key: found `299` in `renewal-period`, expected 0"
                        + " for ever, or at least 300; `rate-limit-by-key` bounds calls within shorter times",
                "counter-key='k' calls='1' renewal-period='300' first-period-start='today'|1:101: inbound/quota-by-key: found `today` in"
                        + " `first-period-start`, expected a time such as 2026-01-01T00:00:00Z",
                "counter-key='k' calls='@(1)' renewal-period='300'|1:57: inbound/quota-by-key: found an expression in `calls`, expected"
                        + " a literal value",
            })
    void what_is_wrong_is_told_with_its_place(String attributes, String fault) {
        assertThat(policies().faults(Section.INBOUND, "<quota-by-key " + attributes + "/>"))
                .containsExactly(fault);
    }
}

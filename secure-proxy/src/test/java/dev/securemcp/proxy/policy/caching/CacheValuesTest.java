package dev.securemcp.proxy.policy.caching;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.cache.MemoryValues;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ReceivedResponse;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheValuesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final MemoryValues values = new MemoryValues(1 << 20, nanos::get);
    private final Services services = Services.NONE.withValues(values);

    private Exchange run(String elements, TestExchange exchange) {
        return policies()
                .load(Section.INBOUND, elements)
                .inbound(exchange.services(services).build());
    }

    private Exchange run(String elements) {
        return run(elements, TestExchange.call());
    }

    @Test
    void what_one_call_stores_another_finds_until_its_time_is_over() {
        run("<cache-store-value key='@(\"user-\" + context.Mcp.ToolName)' value='@(\"v\" + 1)' duration='60'/>");
        String lookup = "<cache-lookup-value key='user-get_alerts' variable-name='x'/>";

        nanos.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
        assertThat(run(lookup).variables()).containsEntry("x", "v1");

        nanos.addAndGet(1);
        assertThat(run(lookup).variables()).doesNotContainKey("x");
    }

    @Test
    void a_miss_without_default_leaves_the_variable_alone_and_with_one_sets_it() {
        Exchange exchange = run(
                "<cache-lookup-value key='k' variable-name='kept'/>"
                        + "<cache-lookup-value key='k' variable-name='none'/>"
                        + "<cache-lookup-value key='k' default-value='d' variable-name='text'/>"
                        + "<cache-lookup-value key='k' default-value='@(1 + 1)' variable-name='number'/>",
                TestExchange.call().variable("kept", "old"));

        assertThat(exchange.variables())
                .containsEntry("kept", "old")
                .doesNotContainKey("none")
                .containsEntry("text", "d")
                .containsEntry("number", 2);
    }

    @Test
    void a_hit_does_not_evaluate_the_default() {
        Exchange exchange = run("<cache-store-value key='k' value='v' duration='9'/>"
                + "<cache-lookup-value key='k' variable-name='x' default-value='@(((string)null).Length)'/>");

        assertThat(exchange.variables()).containsEntry("x", "v");
    }

    @Test
    void a_removed_value_is_gone() {
        Exchange exchange = run("<cache-store-value key='k' value='v' duration='9'/>"
                + "<cache-remove-value key='@(\"k\")'/><cache-remove-value key='never-there'/>"
                + "<cache-lookup-value key='k' variable-name='x'/>");

        assertThat(exchange.variables()).doesNotContainKey("x");
    }

    @Test
    void changing_json_that_came_from_the_cache_changes_nothing_in_it() {
        run(
                "<set-variable name='j' value='@(JObject.Parse(\"{\\\"a\\\":1}\"))'/>"
                        + "<cache-store-value key='k' value='@((JObject)context.Variables[\"j\"])' duration='60'/>"
                        + "<set-variable name='changed' value='@{ var j = (JObject)context.Variables[\"j\"]; j[\"a\"] = 2; return 0; }'/>");

        Exchange first = run(
                "<cache-lookup-value key='k' variable-name='j'/>"
                        + "<set-variable name='a' value='@((int)((JObject)context.Variables[\"j\"])[\"a\"])'/>"
                        + "<set-variable name='changed' value='@{ var j = (JObject)context.Variables[\"j\"]; j[\"a\"] = 3; return 0; }'/>");
        Exchange second = run("<cache-lookup-value key='k' variable-name='j'/>"
                + "<set-variable name='a' value='@((int)((JObject)context.Variables[\"j\"])[\"a\"])'/>");

        assertThat(first.variables()).containsEntry("a", 1);
        assertThat(second.variables()).containsEntry("a", 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@(new JArray(1, 2))",
                "@(new [] { 1, 2 })",
                "@(new List<string> { \"a\" })",
                "@(new Dictionary<string, object> { [\"a\"] = 1 })",
                "@(DateTime.UtcNow)",
                "@(Guid.NewGuid())",
                "@(true)",
                "@(1.5)",
                "@(new { a = 1 })",
                "@(new Uri(\"https://a.example/\"))"
            })
    void values_of_these_kinds_come_back_as_they_were(String value) {
        Exchange exchange = run(
                "<set-variable name='v' value='" + value + "'/>"
                        + "<cache-store-value key='k' value='@(context.Variables[\"v\"])' duration='60'/>"
                        + "<cache-lookup-value key='k' variable-name='x'/>"
                        + "<set-variable name='same' value='@(JsonConvert.SerializeObject(context.Variables[\"x\"]) == JsonConvert.SerializeObject(context.Variables[\"v\"]))'/>");

        assertThat(exchange.variables().get("x"))
                .hasSameClassAs(exchange.variables().get("v"));
        assertThat(exchange.variables()).containsEntry("same", true);
    }

    @Test
    void a_response_can_be_kept() {
        ReceivedResponse response = new ReceivedResponse(200, "", HeaderFields.empty(), new byte[] {'{', '}'});
        run(
                "<cache-store-value key='k' value='@((IResponse)context.Variables[\"r\"])' duration='60'/>",
                TestExchange.call().variable("r", response));

        assertThat(run("<cache-lookup-value key='k' variable-name='x'/>"
                                + "<set-variable name='n' value='@(((IResponse)context.Variables[\"x\"]).Body.As<JObject>().Count)'/>")
                        .variables())
                .containsEntry("n", 0);
    }

    @ParameterizedTest
    @CsvSource({
        "@(0), false",
        "@(-5), false",
        "@(0.5), true",
        "@(\"60\"), true",
        "@(3600.9), true",
        "@(99999999999999L), true",
        "2147483647, true"
    })
    void a_computed_time_may_be_over_already_or_longer_than_anybody_lives(String duration, boolean kept) {
        Exchange exchange = run("<cache-store-value key='k' value='v' duration='" + duration + "'/>"
                + "<cache-lookup-value key='k' variable-name='x'/>");

        assertThat(exchange.variables().containsKey("x")).isEqualTo(kept);
    }

    @Test
    void null_is_not_kept() {
        Exchange exchange = run("<cache-store-value key='k' value='v' duration='9'/>"
                + "<cache-store-value key='k' value='@(null)' duration='9'/>"
                + "<cache-lookup-value key='k' variable-name='x'/>");

        assertThat(exchange.variables()).doesNotContainKey("x");
    }

    @Test
    void what_cannot_be_kept_fails_the_evaluation() {
        assertThat(policies()
                        .load(
                                Section.INBOUND,
                                "<cache-store-value key='k' value='@(new StringBuilder(\"x\"))' duration='9'/>")
                        .failure(TestExchange.call().services(services).build())
                        .asLastError()
                        .reason())
                .isEqualTo("ExpressionValueEvaluationFailure");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<cache-lookup-value variable-name='x'/> | 1:20: inbound/cache-lookup-value: `cache-lookup-value` needs the attribute `key`",
                "<cache-lookup-value key='k'/> | needs the attribute `variable-name`",
                "<cache-lookup-value key='k' variable-name='@(1)'/> | 1:63: inbound/cache-lookup-value: found an expression in `variable-name`, expected a literal value",
                "<cache-lookup-value key='k' variable-name='x' caching-type='redis'/> | found `redis` in `caching-type`, expected one of `prefer-external`, `internal`, `external`",
                "<cache-store-value value='v' duration='1'/> | needs the attribute `key`",
                "<cache-store-value key='k' duration='1'/> | needs the attribute `value`",
                "<cache-store-value key='k' value='v'/> | needs the attribute `duration`",
                "<cache-store-value key='k' value='v' duration='0'/> | 1:67: inbound/cache-store-value: found `0` in `duration`, expected a whole number of at least 1",
                "<cache-store-value key='k' value='v' duration='soon'/> | found `soon` in `duration`",
                "<cache-remove-value/> | 1:20: inbound/cache-remove-value: `cache-remove-value` needs the attribute `key`",
                "<cache-remove-value key='k' duration='1'/> | 1:48: inbound/cache-remove-value: unknown attribute `duration`"
            })
    void faults_are_told_with_their_place(String element, String expected) {
        assertThat(policies().faults(Section.INBOUND, element))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"external, 1", "prefer-external, 0", "internal, 0"})
    void who_asks_for_an_external_cache_is_warned(String type, int warnings) {
        assertThat(policies()
                        .load(Section.INBOUND, "<cache-remove-value key='k' caching-type='" + type + "'/>")
                        .warnings())
                .hasSize(warnings)
                .allSatisfy(warning -> assertThat(warning)
                        .startsWith("1:62: warning: inbound/cache-remove-value: no external cache is configured"));
    }
}

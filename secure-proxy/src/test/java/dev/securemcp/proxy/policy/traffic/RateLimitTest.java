package dev.securemcp.proxy.policy.traffic;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitTest {

    private final Limited limited = new Limited();

    private static Loaded limit(Scope scope, String element) {
        return policies().scope(scope).load(Section.INBOUND, element);
    }

    @Test
    void a_subscription_has_so_many_calls() {
        Loaded loaded = limit(Scope.API, "<rate-limit calls='2' renewal-period='60'/>");

        assertThat(limited.passed(loaded, limited.call("ann", "t"), 5)).isEqualTo(2);
        assertThat(limited.passed(loaded, limited.call("bob", "t"), 5)).isEqualTo(2);
        Failure refused = loaded.failure(limited.call("ann", "u").build());
        assertThat(refused.answer().status()).isEqualTo(429);
        assertThat(refused.answer().source()).isEqualTo("rate-limit");
        assertThat(refused.answer().retryAfter()).isEqualTo(60);
    }

    @Test
    void calls_without_a_key_are_not_limited() {
        Loaded loaded = limit(Scope.API, "<rate-limit calls='1' renewal-period='60'/>");

        assertThat(limited.passed(loaded, limited.call(), 5)).isEqualTo(5);
        assertThat(limited.decisions()).containsOnly("rate-limit weather SKIPPED");
    }

    @Test
    void scopes_count_apart() {
        Loaded product = limit(Scope.PRODUCT, "<rate-limit calls='3' renewal-period='60'/>");
        Loaded server = limit(Scope.API, "<rate-limit calls='2' renewal-period='60'/>");
        Loaded tool = limit(Scope.OPERATION, "<rate-limit calls='1' renewal-period='60'/>");

        assertThat(limited.passed(product, limited.call("ann", "t"), 9)).isEqualTo(3);
        assertThat(limited.passed(server, limited.call("ann", "t"), 9)).isEqualTo(2);
        assertThat(limited.passed(tool, limited.call("ann", "t"), 9)).isEqualTo(1);
        assertThat(limited.passed(tool, limited.call("ann", "u"), 9)).isEqualTo(1);
    }

    @Test
    void servers_and_tools_may_have_limits_of_their_own_beside_the_whole() {
        Loaded loaded = limit(
                Scope.PRODUCT,
                """
                <rate-limit calls="5" renewal-period="60">
                  <api name="Weather" calls="4" renewal-period="60">
                    <operation name="get_alerts" calls="2" renewal-period="300"/>
                    <operation id="other" name="get_alerts" calls="1" renewal-period="60"/>
                  </api>
                  <api id="elsewhere" calls="1" renewal-period="60"/>
                </rate-limit>""");

        assertThat(limited.passed(loaded, limited.call("ann", "get_alerts"), 9)).isEqualTo(2);
        assertThat(limited.passed(loaded, limited.call("ann", "forecast"), 9)).isEqualTo(2);
        limited.pass(60);
        assertThat(limited.passed(loaded, limited.call("ann", "get_alerts"), 9)).isZero();
        assertThat(loaded.failure(limited.call("ann", "get_alerts").build())
                        .answer()
                        .retryAfter())
                .isEqualTo(240);
        // What was refused at one limit counted at none.
        assertThat(limited.passed(loaded, limited.call("ann", "forecast"), 9)).isEqualTo(4);
    }

    @Test
    void the_limit_with_the_least_room_is_told_of() {
        Loaded loaded = limit(
                Scope.PRODUCT,
                """
                <rate-limit calls="50" renewal-period="60" remaining-calls-variable-name="left">
                  <api name="weather" calls="4" renewal-period="60"/>
                </rate-limit>""");

        assertThat(loaded.inbound(limited.call("ann", "t").build()).variables()).containsEntry("left", 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<rate-limit calls='@(1)' renewal-period='60'/>|1:39: inbound/rate-limit: found an expression in `calls`, expected a"
                        + " literal value",
                "<rate-limit calls='1' renewal-period='60'><api calls='1' renewal-period='60'/></rate-limit>|1:62:"
                        + " inbound/rate-limit/api: `api` needs `name` or `id`; name one of `servers`",
                "<rate-limit calls='1' renewal-period='60'><operation/></rate-limit>|1:62: inbound/rate-limit: unknown child element"
                        + " `operation` of `rate-limit`; it has `api`",
                "<rate-limit calls='1' renewal-period='60'/><rate-limit calls='1' renewal-period='60'/>|1:63: inbound/rate-limit: found"
                        + " a second `rate-limit` in one document, expected at most one; the first is at p.xml:1:20",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }

    @Test
    void it_may_not_stand_in_the_global_document() {
        assertThat(policies()
                        .scope(Scope.GLOBAL)
                        .faults(Section.INBOUND, "<rate-limit calls='1' renewal-period='60'/>"))
                .containsExactly(
                        "1:20: inbound/rate-limit: `rate-limit` is not allowed in the global policy; it may stand in those of:"
                                + " product, server, tool");
    }
}

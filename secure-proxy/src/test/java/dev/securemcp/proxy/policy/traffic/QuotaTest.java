package dev.securemcp.proxy.policy.traffic;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {

    private final Limited limited = new Limited();

    private static Loaded quota(String element) {
        return policies().scope(Scope.PRODUCT).load(Section.INBOUND, element);
    }

    @Test
    void a_subscription_has_so_many_calls_a_window() {
        Loaded loaded = quota("<quota calls='3' renewal-period='3600'/>");

        assertThat(limited.passed(loaded, limited.call("ann", "t"), 9)).isEqualTo(3);
        assertThat(limited.passed(loaded, limited.call("bob", "t"), 9)).isEqualTo(3);
        assertThat(loaded.failure(limited.call("ann", "t").build()).answer().source())
                .isEqualTo("quota");
        limited.pass(3_600);
        assertThat(limited.passed(loaded, limited.call("ann", "t"), 9)).isEqualTo(3);
    }

    @Test
    void windows_begin_with_the_subscription() {
        Loaded loaded = quota("<quota calls='1' renewal-period='86400'/>");
        limited.passed(loaded, limited.call("ann", "t"), 1);

        // It began ten minutes before the hour.
        assertThat(loaded.failure(limited.call("ann", "t").build()).answer().retryAfter())
                .isEqualTo(86_400 - (5 * 3_600 + 16 * 60 + 7));
    }

    @Test
    void calls_without_a_key_are_not_counted() {
        Loaded loaded = quota("<quota calls='1' renewal-period='3600'/>");

        assertThat(limited.passed(loaded, limited.call(), 5)).isEqualTo(5);
        assertThat(limited.decisions()).containsOnly("quota weather SKIPPED");
    }

    @Test
    void servers_and_tools_may_have_quotas_of_their_own_beside_the_whole() {
        Loaded loaded = quota(
                """
                <quota calls="5" renewal-period="3600">
                  <api id="weather" calls="4">
                    <operation name="get_alerts" calls="2" renewal-period="0"/>
                  </api>
                  <api id="elsewhere" calls="1"/>
                </quota>""");

        assertThat(limited.passed(loaded, limited.call("ann", "get_alerts"), 9)).isEqualTo(2);
        assertThat(loaded.failure(limited.call("ann", "get_alerts").build())
                        .answer()
                        .message())
                .isEqualTo("Out of call volume quota.");
        assertThat(limited.passed(loaded, limited.call("ann", "forecast"), 9)).isEqualTo(2);
        limited.pass(3_600);
        assertThat(limited.passed(loaded, limited.call("ann", "get_alerts"), 9)).isZero();
        assertThat(limited.passed(loaded, limited.call("ann", "forecast"), 9)).isEqualTo(4);
    }

    @Test
    void bandwidth_counts_at_every_level() {
        Loaded loaded = quota(
                """
                <quota bandwidth="100" renewal-period="3600">
                  <api id="weather" bandwidth="2"/>
                </quota>""");
        limited.bodies(1_024, 1_024);

        assertThat(limited.whole(loaded, limited.call("ann", "t"), 200)).isNull();
        assertThat(limited.whole(loaded, limited.call("ann", "t"), 200).answer().message())
                .startsWith("Out of bandwidth quota.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<quota renewal-period='60'/>|1:20: inbound/quota: `quota` needs `calls`, `bandwidth` or both",
                "<quota calls='1'/>|1:20: inbound/quota: `quota` needs the attribute `renewal-period`",
                "<quota calls='1' renewal-period='60'><api name='a'/></quota>|1:57: inbound/quota/api: `api` needs `calls`,"
                        + " `bandwidth` or both",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().scope(Scope.PRODUCT).faults(Section.INBOUND, xml)).containsExactly(fault);
    }

    @Test
    void it_stands_in_the_product_document_alone() {
        assertThat(policies().scope(Scope.API).faults(Section.INBOUND, "<quota calls='1' renewal-period='60'/>"))
                .containsExactly(
                        "1:20: inbound/quota: `quota` is not allowed in the server policy; it may stand in those of: product");
    }
}

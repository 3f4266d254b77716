package dev.securemcp.proxy.policy.caching;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the two elements ask for; what becomes of it on the wire is tested with the gateway. */
class CacheLookupTest {

    @Test
    void cache_lookup_says_for_whom_and_by_what_results_differ() {
        Exchange exchange = policies()
                .load(
                        Section.INBOUND,
                        "<cache-lookup vary-by-developer='true' vary-by-developer-groups='false'>"
                                + "<vary-by-header>Accept; X-None</vary-by-header>"
                                + "<vary-by-query-parameter>version</vary-by-query-parameter></cache-lookup>")
                .inbound(TestExchange.call().build());

        assertThat(exchange.cacheWish().perCaller()).isTrue();
        assertThat(exchange.cacheWish().vary()).hasSize(6).contains("Accept", "X-None", "version", "null");
    }

    @ParameterizedTest
    @CsvSource({"60, PT1M", "@(30 * 2), PT1M", "@(0.5), PT0.5S", "@(-1), PT0S"})
    void cache_store_says_for_how_long(String duration, Duration life) {
        Exchange exchange = TestExchange.call().build();
        assertThat(policies()
                        .load(Section.OUTBOUND, "<cache-store duration='" + duration + "'/>")
                        .run(Section.OUTBOUND, exchange))
                .isEqualTo(Verdict.CONTINUE);
        assertThat(exchange.cacheLife()).isEqualTo(life);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    <cache-lookup vary-by-developer-groups='false'/>                         | vary-by-developer
                    <cache-lookup vary-by-developer='maybe' vary-by-developer-groups='false'/> | vary-by-developer
                    <cache-lookup vary-by-developer='true' vary-by-developer-groups='false' downstream-caching-type='some'/> | downstream-caching-type
                    <cache-lookup vary-by-developer='true' vary-by-developer-groups='false'/><cache-lookup vary-by-developer='true' vary-by-developer-groups='false'/> | cache-lookup
                    """)
    void faults_name_the_attribute(String elements, String named) {
        assertThat(policies().faults("<policies><inbound>" + elements + "</inbound></policies>"))
                .singleElement()
                .asString()
                .contains(named);
    }
}

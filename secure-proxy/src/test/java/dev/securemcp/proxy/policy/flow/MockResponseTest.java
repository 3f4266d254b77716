package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MockResponseTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', 200, application/json",
                "status-code='404', 404, application/json",
                "content-type='text/plain', 200, text/plain",
                "status-code='@(500 + 3)' content-type='@(\"a\" + \"/b\")', 503, a/b",
            })
    void it_answers_with_a_status_a_type_and_no_body(String attributes, int status, String type) {
        ResponseState response = policies()
                .load(Section.INBOUND, "<mock-response " + attributes + "/>")
                .answer(TestExchange.call().build());

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().joined("Content-Type")).isEqualTo(type);
        assertThat(response.ownBody()).isEmpty();
    }

    @Test
    void an_index_loads_with_a_warning() {
        assertThat(policies().faults(Section.INBOUND, "<mock-response index='1'/>"))
                .containsExactly("1:42: warning: inbound/mock-response: the attribute `index` has no effect:"
                        + " there are no samples to choose from");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOUND|<mock-response status-code='x'/>|1:48: inbound/mock-response: found `x` in `status-code`, expected a"
                        + " whole number from 200 to 599",
                "BACKEND|<mock-response/>|1:20: backend/mock-response: `mock-response` is not allowed in backend;"
                        + " it may stand in inbound, outbound, on-error",
            })
    void what_is_wrong_is_told_with_its_place(Section section, String xml, String fault) {
        assertThat(policies().faults(section, xml)).containsExactly(fault);
    }
}

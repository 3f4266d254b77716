package dev.securemcp.proxy.policy.transform;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetMethodTest {

    @ParameterizedTest
    @CsvSource({"PUT, PUT", "' put ', PUT", "@(\"pa\" + \"tch\"), PATCH"})
    void the_backend_is_asked_with_another_method(String text, String method) {
        assertThat(policies()
                        .load(Section.INBOUND, "<set-method>" + text + "</set-method>")
                        .inbound(TestExchange.call().build())
                        .request()
                        .method())
                .isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "trace", "Head", "A B", "GET\\r\\nX:", ""})
    void an_expression_cannot_make_a_method_that_breaks_the_way_to_the_backend(String text) {
        Failure failure = policies()
                .load(Section.INBOUND, "<set-method>@(\"" + text + "\")</set-method>")
                .failure(TestExchange.call().build());

        assertThat(failure.detail()).contains("no HTTP method that may be used");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOUND|<set-method/>|1:20: inbound/set-method: `set-method` needs text inside it",
                "INBOUND|<set-method>CONNECT</set-method>|1:32: inbound/set-method: found `CONNECT`, expected an HTTP method that"
                        + " a backend may be asked with; such as GET, POST, PUT, PATCH or DELETE",
                "INBOUND|<set-method> G T </set-method>|1:33: inbound/set-method: found `G T`, expected an HTTP method that a"
                        + " backend may be asked with; such as GET, POST, PUT, PATCH or DELETE",
                "OUTBOUND|<set-method>GET</set-method>|1:21: outbound/set-method: `set-method` is not allowed in outbound; it may"
                        + " stand in inbound, on-error",
            })
    void what_is_wrong_is_told_with_its_place(Section section, String xml, String fault) {
        assertThat(policies().faults(section, xml)).containsExactly(fault);
    }
}

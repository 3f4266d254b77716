package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.BackendChoice;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SetBackendServiceTest {

    private static Exchange run(String attributes) {
        return policies()
                .load(Section.INBOUND, "<set-backend-service " + attributes + "/>")
                .inbound(TestExchange.call()
                        .header("X-Region", "eu")
                        .query("?a=1")
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"backend-id='spare'", "backend-id='@(\"sp\" + \"are\")'"})
    void a_backend_of_the_configuration_is_chosen_by_name(String attributes) {
        assertThat(run(attributes).request().backend()).isEqualTo(new BackendChoice.Named("spare"));
    }

    @ParameterizedTest
    @CsvSource({
        "base-url='https://other.test', https://other.test",
        "base-url='https://other.test/', https://other.test",
        "base-url='HTTP://other.test:81/mcp/', http://other.test:81/mcp",
        "base-url='http://[::1]:9/mcp', http://[::1]:9/mcp",
        "base-url='@(\"http://\" + \"eu\" + \".test/mcp\")', http://eu.test/mcp",
    })
    void an_address_is_taken_as_the_operator_wrote_it(String attributes, URI address) {
        assertThat(run(attributes).request().backend()).isEqualTo(new BackendChoice.Address(address));
    }

    @Test
    void policies_see_the_new_address_in_the_requests_url() {
        Exchange exchange = run("base-url='http://other.test:81/mcp'");

        assertThat(exchange.request().url()).hasToString("http://other.test:81/weather/mcp?a=1");
        assertThat(exchange.request().originalUrl()).hasToString("https://gateway.test/weather/mcp?a=1");
    }

    @ParameterizedTest
    @CsvSource({
        "backend-id='@(\"nowhere\")', ArgumentException",
        "base-url='@(\"ftp://other.test\")', UriFormatException",
        "base-url='@(\"http://user:password@other.test\")', UriFormatException",
        "base-url='@(\"http://other.test/a b\")', UriFormatException",
    })
    void an_expression_that_leads_nowhere_is_a_failure(String attributes, String kind) {
        Failure failure = policies()
                .load(Section.INBOUND, "<set-backend-service " + attributes + "/>")
                .failure(TestExchange.call().build());

        assertThat(failure.detail()).startsWith(kind).doesNotContain("password");
    }

    @Test
    void an_address_made_of_what_the_caller_says_is_warned_of() {
        assertThat(
                        policies()
                                .faults(
                                        Section.INBOUND,
                                        "<set-backend-service base-url='@(\"http://\" + context.Request.Headers.GetValueOrDefault(\"X\") )'/>"))
                .containsExactly(
                        "1:51: warning: inbound/set-backend-service: the address is made of what may come from the"
                                + " caller, who could then choose where the gateway connects to; choose between fixed addresses with"
                                + " `choose`, or use `backend-id`");
    }

    @Test
    void attributes_of_service_fabric_load_with_a_warning() {
        assertThat(policies()
                        .faults(
                                Section.INBOUND,
                                "<set-backend-service backend-id='spare' sf-resolve-condition='@(true)' sf-service-instance-name='a'"
                                        + " sf-partition-key='b' sf-listener-name='c'/>"))
                .hasSize(4)
                .allSatisfy(line -> assertThat(line).contains("warning").contains("it is for Service Fabric"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<set-backend-service/>|1:20: inbound/set-backend-service: `set-backend-service` needs one of `base-url` and"
                        + " `backend-id`, found neither",
                "<set-backend-service base-url='http://a' backend-id='spare'/>|1:20: inbound/set-backend-service:"
                        + " `set-backend-service` needs one of `base-url` and `backend-id`, found both",
                "<set-backend-service backend-id='nowhere'/>|1:53: inbound/set-backend-service: found `nowhere` in `backend-id`,"
                        + " expected a backend of the configuration; list it under `backends`",
                "<set-backend-service base-url='other.test'/>|1:51: inbound/set-backend-service: `base-url` is no http or https"
                        + " URL with a host, without user, query and fragment",
                "<set-backend-service base-url='http://u:p@other.test'/>|1:51: inbound/set-backend-service: `base-url` is no http"
                        + " or https URL with a host, without user, query and fragment",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

package dev.securemcp.proxy.policy.transform;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetQueryParameterTest {

    private static Exchange run(String query, String xml) {
        return policies()
                .load(Section.INBOUND, xml)
                .inbound(TestExchange.call().query(query).build());
    }

    @ParameterizedTest(name = "{0} on {1}")
    @CsvSource({
        "override, ?a=1&b=2, ?b=2&a=new",
        "override, ?A=1&b=2&a=3, ?b=2&a=new",
        "override, '', ?a=new",
        "skip, ?a=1&b=2, ?a=1&b=2",
        "skip, ?b=2, ?b=2&a=new",
        "append, ?a=1&b=2, ?a=1&b=2&a=new",
        "append, '', ?a=new",
        "delete, ?a=1&b=2&a, ?b=2",
        "delete, ?a=1, ''",
        "delete, ?b=%20+&c, ?b=%20+&c",
        "@(\"sk\" + \"ip\"), ?%61=1, ?%61=1",
    })
    void what_happens_to_a_parameter(String action, String before, String after) {
        Exchange exchange = run(
                before,
                "<set-query-parameter name='a' exists-action='" + action
                        + "'><value> new </value></set-query-parameter>");

        assertThat(exchange.request().url().queryString()).isEqualTo(after);
        assertThat(exchange.request().originalUrl().queryString()).isEqualTo(before);
    }

    @Test
    void several_values_make_several_parameters() {
        Exchange exchange =
                run("?a=1", "<set-query-parameter name='a'><value>x</value><value>y</value></set-query-parameter>");

        assertThat(exchange.request().url().queryString()).isEqualTo("?a=x&a=y");
    }

    @ParameterizedTest
    @CsvSource({
        "a&b=c, a%26b%3Dc",
        "a b+c, a%20b%2Bc",
        "ä€, %C3%A4%E2%82%AC",
        "-._~09AZ, -._~09AZ",
        "%41, %2541",
        "#/?, %23%2F%3F",
    })
    void names_and_values_cannot_leave_their_place(String text, String encoded) {
        String xml = text.replace("&", "&amp;");

        Exchange exchange =
                run("", "<set-query-parameter name='" + xml + "'><value>" + xml + "</value></set-query-parameter>");

        assertThat(exchange.request().url().queryString()).isEqualTo("?" + encoded + "=" + encoded);
    }

    @Test
    void name_and_value_may_be_expressions() {
        Exchange exchange = run(
                "?a=1",
                "<set-query-parameter name='@(\"t\" + \"ool\")'><value>@(context.Mcp.ToolName)</value></set-query-parameter>");

        assertThat(exchange.request().url().queryString()).isEqualTo("?a=1&tool=get_alerts");
    }

    @Test
    void a_later_element_sees_the_new_query() {
        Exchange exchange = run(
                "",
                """
                <set-query-parameter name="a"><value>1</value></set-query-parameter>
                <set-variable name="a" value="@(context.Request.Url.Query.GetValueOrDefault("a", "none"))"/>""");

        assertThat(exchange.variables()).containsEntry("a", "1");
    }

    @Test
    void a_parameter_that_a_policy_set_is_known_as_such() {
        Exchange exchange = run("", "<set-query-parameter name='key'><value>1</value></set-query-parameter>");

        assertThat(exchange.request().parameterSetByPolicy("key")).isTrue();
        assertThat(exchange.request().parameterSetByPolicy("other")).isFalse();
    }

    @Test
    void a_query_without_bounds_is_refused() {
        Failure failure = policies()
                .load(
                        Section.INBOUND,
                        "<set-query-parameter name='a'><value>" + "x".repeat(16_384) + "</value></set-query-parameter>")
                .failure(TestExchange.call().build());

        assertThat(failure.detail()).contains("longer than 16384 characters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOUND|<set-query-parameter><value>a</value></set-query-parameter>|1:20: inbound/set-query-parameter:"
                        + " `set-query-parameter` needs the attribute `name`",
                "INBOUND|<set-query-parameter name=' '><value>a</value></set-query-parameter>|1:47: inbound/set-query-parameter:"
                        + " found nothing in `name`, expected the name of a query parameter",
                "INBOUND|<set-query-parameter name='a'/>|1:20: inbound/set-query-parameter: `set-query-parameter` needs a"
                        + " `<value>`; add one, or write exists-action=\"delete\" to remove the parameter",
                "OUTBOUND|<set-query-parameter name='a' exists-action='delete'/>|1:21: outbound/set-query-parameter:"
                        + " `set-query-parameter` is not allowed in outbound; it may stand in inbound, backend",
            })
    void what_is_wrong_is_told_with_its_place(Section section, String xml, String fault) {
        assertThat(policies().faults(section, xml)).containsExactly(fault);
    }
}

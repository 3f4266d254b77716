package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.TraceLog;
import dev.securemcp.proxy.gateway.trace.SecretMask;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetVariableTest {

    private static Object value(String written) {
        return policies()
                .load(Section.INBOUND, "<set-variable name='v' value='" + written + "'/>")
                .inbound(TestExchange.call().header("X-A", "a").build())
                .variables()
                .get("v");
    }

    @Test
    void a_literal_is_a_string() {
        assertThat(value("5")).isEqualTo("5");
        assertThat(value("")).isEqualTo("");
    }

    @Test
    void an_expression_keeps_its_type() {
        assertThat(value("@(5)")).isEqualTo(5);
        assertThat(value("@(true)")).isEqualTo(true);
        assertThat(value("@(context.Request.Headers.GetValueOrDefault(\"X-A\"))"))
                .isEqualTo("a");
        assertThat(value("@{ return null; }")).isNull();
        assertThat(value("@(new byte[] { 1, 2 })")).isEqualTo(new byte[] {1, 2});
    }

    @Test
    void a_later_element_sees_what_an_earlier_one_set() {
        Exchange exchange = policies()
                .load(
                        Section.INBOUND,
                        """
                        <set-variable name="n" value="@(20)"/>
                        <set-variable name="n" value="@((int)context.Variables["n"] + 1)"/>""")
                .inbound(TestExchange.call().build());

        assertThat(exchange.variables()).containsEntry("n", 21);
    }

    @Test
    void a_trace_shows_what_was_set() {
        Exchange exchange = TestExchange.call().build();
        exchange.startTrace(new TraceLog(SecretMask.of(List.of("secret"))));

        policies()
                .load(Section.INBOUND, "<set-variable name='v' value='a secret'/>")
                .inbound(exchange);

        assertThat(exchange.traceLog().entries())
                .singleElement()
                .extracting(TraceLog.Entry::values)
                .isEqualTo(Map.of("v", "a ***"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<set-variable value='1'/>|1:20: inbound/set-variable: `set-variable` needs the attribute `name`",
                "<set-variable name='a'/>|1:20: inbound/set-variable: `set-variable` needs the attribute `value`",
                "<set-variable name='' value='1'/>"
                        + "|1:40: inbound/set-variable: found nothing in `name`, expected the name of a variable",
                "<set-variable name='@(\"a\")' value='1'/>"
                        + "|1:40: inbound/set-variable: found an expression in `name`, expected a literal value",
                "<set-variable name='a' value='1' type='int'/>"
                        + "|1:53: inbound/set-variable: unknown attribute `type` of `set-variable`; it has `name`, `value`",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

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

class TraceTest {

    private static final String FAILS = "@((string)context.Variables[\"missing\"])";

    private final Exchange exchange = TestExchange.call().build();

    private TraceLog.Entry traced(String xml) {
        exchange.startTrace(new TraceLog(SecretMask.of(List.of())));
        policies().load(Section.INBOUND, xml).inbound(exchange);
        return exchange.traceLog().entries().getFirst();
    }

    @Test
    void a_traced_call_keeps_source_severity_message_and_metadata() {
        TraceLog.Entry entry = traced(
                """
                <trace source="orders" severity="error">
                  <message> it happened </message>
                  <metadata name="operation" value="new"/>
                  <metadata name="tool" value="@(context.Mcp.ToolName)"/>
                </trace>""");

        assertThat(entry.source()).isEqualTo("orders");
        assertThat(entry.outcome()).isEqualTo("it happened");
        assertThat(entry.values()).isEqualTo(Map.of("severity", "error", "operation", "new", "tool", "get_alerts"));
    }

    @Test
    void it_is_verbose_unless_told_otherwise() {
        assertThat(traced("<trace source='s'><message>m</message></trace>").values())
                .isEqualTo(Map.of("severity", "verbose"));
    }

    @Test
    void an_expression_that_fails_is_told_in_the_trace_and_does_not_end_the_call() {
        assertThat(traced("<trace source='s'><message>" + FAILS + "</message></trace>")
                        .outcome())
                .startsWith("(KeyNotFoundException: ");
    }

    @Test
    void where_nobody_traces_nothing_is_evaluated() {
        policies()
                .load(Section.INBOUND, "<trace source='s'><message>" + FAILS + "</message></trace>")
                .inbound(exchange);

        assertThat(exchange.traceLog()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<trace><message>m</message></trace>|1:20: inbound/trace: `trace` needs the attribute `source`",
                "<trace source='s'/>|1:20: inbound/trace: `trace` needs the child element `<message>`",
                "<trace source='s' severity='loud'><message>m</message></trace>|1:48: inbound/trace: found `loud` in"
                        + " `severity`, expected one of `verbose`, `information`, `error`",
                "<trace source='s'><message>m</message><metadata name='a'/></trace>"
                        + "|1:58: inbound/trace/metadata: `metadata` needs the attribute `value`",
                "<trace source='@(1)'><message>m</message></trace>"
                        + "|1:35: inbound/trace: found an expression in `source`, expected a literal value",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }

    @Test
    void metadata_are_bounded() {
        String many = "<metadata name='a' value='b'/>".repeat(33);

        assertThat(policies().faults(Section.INBOUND, "<trace source='s'><message>m</message>" + many + "</trace>"))
                .containsExactly("1:20: inbound/trace: found 33 `<metadata>`, expected at most 32");
    }
}

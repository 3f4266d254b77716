package dev.securemcp.proxy.policy.outbound;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmitMetricTest {

    private final List<String> emitted = new ArrayList<>();
    private final Services services = Services.NONE.withMetrics((metric, value, dimensions) -> emitted.add(
            metric.namespace() + "/" + metric.name() + " " + value + " " + metric.dimensions() + dimensions));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<emit-metric name='Request'><dimension name='API ID'/></emit-metric> | API Management/Request 1.0 [API ID][weather]",
                "<emit-metric name='m' value='2.5' namespace='mine'><dimension name='d' value='v'/></emit-metric> | mine/m 2.5 [d][v]",
                "<emit-metric name='m' value='@(1 + 2)'><dimension name='d' value='@(context.Mcp.ToolName)'/></emit-metric> | API Management/m 3.0 [d][get_alerts]",
                "<emit-metric name='m'><dimension name='Operation ID'/><dimension name='Product ID'/><dimension name='User ID'/><dimension name='Subscription ID'/></emit-metric> | API Management/m 1.0 [Operation ID, Product ID, User ID, Subscription ID][get_alerts, , , ]",
                "<emit-metric name='m'><dimension name='Location'/><dimension name='Location ID'/><dimension name='Gateway ID'/></emit-metric> | API Management/m 1.0 [Location, Location ID, Gateway ID][local, local, managed]",
                "<emit-metric name='m'><dimension name='API ID' value='other'/></emit-metric> | API Management/m 1.0 [API ID][other]",
                "<emit-metric name='m'><dimension name='Client IP' value='@(context.Request.IpAddress)'/></emit-metric> | API Management/m 1.0 [Client IP][203.0.113.7]"
            })
    void what_is_counted(String element, String expected) {
        policies()
                .load(Section.INBOUND, element)
                .inbound(TestExchange.call().services(services).build());

        assertThat(emitted).containsExactly(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@(\"many\")", "@(-1)", "@(double.NaN)", "@(null)"})
    void a_value_that_is_no_number_fails_the_evaluation(String value) {
        assertThat(policies()
                        .load(
                                Section.INBOUND,
                                "<emit-metric name='m' value='" + value + "'><dimension name='API ID'/></emit-metric>")
                        .failure(TestExchange.call().services(services).build())
                        .asLastError()
                        .reason())
                .isEqualTo("ExpressionValueEvaluationFailure");
        assertThat(emitted).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<emit-metric><dimension name='API ID'/></emit-metric> | 1:20: inbound/emit-metric: `emit-metric` needs the attribute `name`",
                "<emit-metric name='@(1)'><dimension name='API ID'/></emit-metric> | found an expression in `name`, expected a literal value",
                "<emit-metric name='--'><dimension name='API ID'/></emit-metric> | 1:39: inbound/emit-metric: the name of a metric needs letters or digits",
                "<emit-metric name='m' value='x'><dimension name='API ID'/></emit-metric> | 1:49: inbound/emit-metric: found `x` in `value`, expected a number",
                "<emit-metric name='m' value='-1'><dimension name='API ID'/></emit-metric> | found `-1` in `value`, expected a number that is not negative",
                "<emit-metric name='m'/> | 1:20: inbound/emit-metric: found 0 `<dimension>`, expected 1 to 10",
                "<emit-metric name='m'><dimension value='v'/></emit-metric> | 1:42: inbound/emit-metric/dimension: `dimension` needs the attribute `name`",
                "<emit-metric name='m'><dimension name='mine'/></emit-metric> | 1:59: inbound/emit-metric/dimension: the dimension `mine` needs a `value`; only these do without: `API ID`",
                "<emit-metric name='m'><dimension name='a b' value='1'/><dimension name='a_b' value='2'/></emit-metric> | a second dimension `a_b`",
            })
    void faults_are_told_with_their_place(String element, String expected) {
        assertThat(policies().faults(Section.INBOUND, element))
                .singleElement()
                .asString()
                .contains(expected);
    }

    @Test
    void there_are_at_most_ten_dimensions() {
        StringBuilder dimensions = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            dimensions.append("<dimension name='d").append(i).append("' value='v'/>");
        }

        assertThat(policies().faults(Section.INBOUND, "<emit-metric name='m'>" + dimensions + "</emit-metric>"))
                .singleElement()
                .asString()
                .contains("found 11 `<dimension>`, expected 1 to 10");
    }
}

package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChooseTest {

    private static final String BRANCHES =
            """
            <choose>
              <when condition="%s"><set-variable name="ran" value="first"/></when>
              <when condition="%s"><set-variable name="ran" value="second"/></when>
              <otherwise><set-variable name="ran" value="neither"/></otherwise>
            </choose>""";

    @ParameterizedTest
    @CsvSource({
        "true, true, first",
        "true, false, first",
        "false, true, second",
        "FALSE, True, second",
        "false, false, neither",
        "@(context.Request.Method == \"POST\"), false, first",
        "@(context.Request.Method == \"GET\"), @(true), second",
        "@(false), @(context.Mcp.ToolName != \"get_alerts\"), neither",
    })
    void the_first_condition_that_holds_decides(String first, String second, String ran) {
        Exchange exchange = policies()
                .load(Section.INBOUND, BRANCHES.formatted(first, second))
                .inbound(TestExchange.call().build());

        assertThat(exchange.variables()).containsEntry("ran", ran);
    }

    @Test
    void without_otherwise_nothing_runs_where_no_condition_holds() {
        Exchange exchange = policies()
                .load(
                        Section.INBOUND,
                        "<choose><when condition='false'><set-variable name='ran' value='x'/></when></choose>")
                .inbound(TestExchange.call().build());

        assertThat(exchange.variables()).isEmpty();
    }

    @Test
    void conditions_after_the_one_that_holds_are_not_evaluated() {
        Exchange exchange = policies()
                .load(Section.INBOUND, BRANCHES.formatted("true", "@((bool)context.Variables[\"missing\"])"))
                .inbound(TestExchange.call().build());

        assertThat(exchange.variables()).containsEntry("ran", "first");
    }

    @Test
    void an_answer_inside_ends_the_call() {
        Loaded loaded = policies()
                .load(
                        Section.INBOUND,
                        """
                        <choose><when condition="true"><return-response><set-status code="418"/></return-response></when></choose>
                        <set-variable name="after" value="x"/>""");
        Exchange exchange = TestExchange.call().build();

        assertThat(loaded.answer(exchange).statusCode()).isEqualTo(418);
        assertThat(exchange.variables()).isEmpty();
    }

    @Test
    void a_failure_inside_tells_its_place_among_all_it_is_nested_in() {
        Loaded loaded = policies()
                .load(
                        """
                        <policies><inbound>
                          <choose><when condition="true"/></choose>
                          <choose>
                            <when condition="false"><check-header name="A" failed-check-httpcode="401" failed-check-error-message="m"/></when>
                            <when condition="true">
                              <set-header name="B"><value>b</value></set-header>
                              <choose>
                                <when condition="false"/>
                                <otherwise>
                                  <set-variable name="v" value="x"/>
                                  <check-header id="mine" name="A" failed-check-httpcode="401" failed-check-error-message="m"/>
                                </otherwise>
                              </choose>
                            </when>
                          </choose>
                        </inbound></policies>""");

        Failure failure = loaded.failure(TestExchange.call().build());

        assertThat(failure.asLastError().path()).isEqualTo("choose[2]/when[2]/choose[1]/otherwise[1]/check-header[1]");
        assertThat(failure.asLastError().policyId()).isEqualTo("mine");
        assertThat(failure.asLastError().source()).isEqualTo("check-header");
        assertThat(failure.asLastError().section()).isEqualTo("inbound");
        assertThat(failure.asLastError().scope()).isEqualTo("api");
    }

    @Test
    void a_condition_that_fails_is_a_failure_of_the_choose() {
        Failure failure = policies()
                .load(Section.INBOUND, "<choose><when condition=\"@((bool)context.Variables[\"missing\"])\"/></choose>")
                .failure(TestExchange.call().build());

        assertThat(failure.answer().reason().reason()).isEqualTo("ExpressionValueEvaluationFailure");
        assertThat(failure.asLastError().source()).isEqualTo("choose");
        assertThat(failure.asLastError().path()).isEqualTo("choose[1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<choose/>"
                        + "|1:20: inbound/choose: `choose` needs a `<when>`; write <when condition=\"@(…)\">…</when>",
                "<choose><when/></choose>" + "|1:28: inbound/choose/when: `when` needs the attribute `condition`",
                "<choose><when condition='yes'/></choose>"
                        + "|1:45: inbound/choose/when: found `yes` in `condition`, expected `true` or `false`",
                "<choose><when condition='@(1)'/></choose>"
                        + "|1:45: inbound/choose/when: the expression in `condition` gives a value of type `int`, expected a `bool`",
                "<choose><when condition='@(\"a\")'/></choose>"
                        + "|1:45: inbound/choose/when: the expression in `condition` gives a value of type `string`, expected a `bool`",
                "<choose><when condition='true'/><otherwise/><otherwise/></choose>"
                        + "|1:64: inbound/choose: found a second `<otherwise>` in `choose`, expected at most one",
                "<choose><when condition='true' x='y'/></choose>"
                        + "|1:51: inbound/choose/when: unknown attribute `x` of `when`; it has `condition`",
                "<choose><when condition='true'><set-variable name='a'/></when></choose>"
                        + "|1:51: inbound/choose/when/set-variable: `set-variable` needs the attribute `value`",
                "<choose><when condition='true'><rate/></when></choose>|1:51: inbound/choose/when/rate: unknown element `rate`",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml))
                .singleElement()
                .asString()
                .startsWith(fault);
    }
}

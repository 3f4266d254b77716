package dev.securemcp.proxy.policy.flow;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.ManualTimers;
import dev.securemcp.proxy.policy.PolicyTesting.Loaded;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitTest {

    /** A child that sets its variable after so many seconds: one retry of an empty attempt. */
    private static String after(int seconds, String variable) {
        return """
                <choose><when condition="true">
                  <retry condition="true" count="1" interval="%d"><set-variable name="tried" value="x"/></retry>
                  <set-variable name="%s" value="done"/>
                </when></choose>"""
                .formatted(seconds, variable);
    }

    private static final String FAILS_AFTER_2 =
            """
            <choose><when condition="true">
              <retry condition="true" count="1" interval="2"><set-variable name="tried" value="x"/></retry>
              <check-header name="A" failed-check-httpcode="401" failed-check-error-message="m"/>
            </when></choose>""";

    private final ManualTimers timers = new ManualTimers();
    private final Exchange exchange = TestExchange.call().timers(timers).build();

    private Future<Verdict> start(String mode, String children) {
        Loaded loaded = policies().load(Section.INBOUND, "<wait " + mode + ">" + children + "</wait>");
        return loaded.start(Section.INBOUND, exchange);
    }

    @ParameterizedTest
    @CsvSource({"''", "for='all'", "for='@(\"all\")'"})
    void all_waits_for_the_slowest(String mode) {
        Future<Verdict> said = start(mode, after(5, "slow") + after(1, "fast"));

        assertThat(timers.pending()).as("both have begun").isEqualTo(2);
        timers.advance(1_000);
        assertThat(exchange.variables()).containsKey("fast").doesNotContainKey("slow");
        assertThat(said.isComplete()).isFalse();
        timers.advance(4_000);
        assertThat(said.result()).isEqualTo(Verdict.CONTINUE);
        assertThat(exchange.variables()).containsKey("slow");
    }

    @ParameterizedTest
    @CsvSource({"for='any'", "for='@(\"any\")'"})
    void any_waits_for_the_fastest(String mode) {
        Future<Verdict> said = start(mode, after(5, "slow") + after(1, "fast"));

        timers.advance(1_000);

        assertThat(said.result()).isEqualTo(Verdict.CONTINUE);
        assertThat(exchange.variables()).containsKey("fast").doesNotContainKey("slow");
    }

    @ParameterizedTest
    @CsvSource({"all", "any"})
    void the_first_failure_ends_the_waiting_and_keeps_its_place(String mode) {
        Future<Verdict> said = start("for='" + mode + "'", after(5, "slow") + FAILS_AFTER_2);

        timers.advance(2_000);

        assertThat(((Verdict.Fail) said.result()).failure().asLastError().path())
                .isEqualTo("wait[1]/choose[2]/when[1]/check-header[1]");
    }

    @Test
    void what_ends_at_once_needs_no_wait() {
        Future<Verdict> said = start("", "<choose><when condition='false'/></choose>");

        assertThat(said.result()).isEqualTo(Verdict.CONTINUE);
    }

    @Test
    void an_expression_that_says_something_else_is_a_failure() {
        Future<Verdict> said = start("for='@(\"some\")'", "<choose><when condition='false'/></choose>");

        assertThat(((Verdict.Fail) said.result()).failure().detail()).contains("`for` is `all` or `any`");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<wait for='some'><choose><when condition='true'/></choose></wait>"
                        + "|1:31: inbound/wait: found `some` in `for`, expected one of `all`, `any`",
                "<wait/>|1:20: inbound/wait: `wait` holds nothing, expected at least one element in it;"
                        + " put the elements that it is for between <wait> and </wait>",
                "<wait><set-variable name='a' value='b'/></wait>|1:26: inbound/wait/set-variable: `set-variable` is not"
                        + " allowed in `wait`; it may hold send-request, cache-lookup-value and choose",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

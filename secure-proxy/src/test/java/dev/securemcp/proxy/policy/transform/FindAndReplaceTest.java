package dev.securemcp.proxy.policy.transform;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.policy.TestExchange;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindAndReplaceTest {

    private static Exchange run(Section section, String attributes, TestExchange call) {
        Exchange exchange = call.build();
        assertThat(policies()
                        .load(section, "<find-and-replace " + attributes + "/>")
                        .run(section, exchange))
                .isEqualTo(Verdict.CONTINUE);
        return exchange;
    }

    @ParameterizedTest
    @CsvSource({
        "INBOUND, from='a' to='b', bxbx",
        "BACKEND, from='a' to='b', bxbx",
        "INBOUND, from='ax' to='', ''",
        "INBOUND, from='a' to='aa', aaxaax",
        "INBOUND, from='A' to='b', axax",
        "INBOUND, from='@(\"x\" + \"a\")' to='@(context.Mcp.ToolName)', aget_alertsx",
        "INBOUND, from='.' to='b', axax",
    })
    void every_occurrence_in_the_request_is_replaced(Section section, String attributes, String after) {
        Exchange exchange = run(section, attributes, TestExchange.call().body("axax"));

        assertThat(exchange.request().bodyBytes()).asString(UTF_8).isEqualTo(after);
        assertThat(exchange.request().bodyReplaced()).isEqualTo(!after.equals("axax"));
    }

    @Test
    void a_request_without_a_body_keeps_none() {
        assertThat(run(Section.INBOUND, "from='a' to='b'", TestExchange.get())
                        .request()
                        .bodyBytes())
                .isNull();
    }

    @Test
    void in_on_error_the_gateways_answer_is_changed() {
        Exchange exchange = run(
                Section.ON_ERROR, "from='inner' to='outer'", TestExchange.call().answered(500, "inner error"));

        assertThat(exchange.response().ownBody()).asString(UTF_8).isEqualTo("outer error");
        assertThat(exchange.request().bodyReplaced()).isFalse();
    }

    @Test
    void what_would_grow_beyond_what_a_client_may_send_is_refused() {
        Failure failure = policies()
                .maxBodyBytes(100)
                .load(Section.INBOUND, "<find-and-replace from='a' to='" + "b".repeat(1_000) + "'/>")
                .failure(TestExchange.call().body("a".repeat(100)).build());

        assertThat(failure.detail()).contains("larger than 100 bytes");
    }

    @Test
    void an_expression_that_gives_nothing_to_find_is_a_failure() {
        Failure failure = policies()
                .load(Section.INBOUND, "<find-and-replace from='@(\"\")' to='b'/>")
                .failure(TestExchange.call().build());

        assertThat(failure.detail()).contains("the expression in `from` gives nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OUTBOUND|<find-and-replace from='a' to='b'/>|1:21: outbound/find-and-replace: `find-and-replace` in outbound"
                        + " would hold back the response until all of it is there, and an MCP response may be a stream that never"
                        + " ends; use it in inbound, on the request",
                "INBOUND|<find-and-replace to='b'/>|1:20: inbound/find-and-replace: `find-and-replace` needs the attribute `from`",
                "INBOUND|<find-and-replace from='a'/>|1:20: inbound/find-and-replace: `find-and-replace` needs the attribute `to`",
                "INBOUND|<find-and-replace from='' to='b'/>|1:44: inbound/find-and-replace: found nothing in `from`, expected the"
                        + " text to replace",
            })
    void what_is_wrong_is_told_with_its_place(Section section, String xml, String fault) {
        assertThat(policies().faults(section, xml)).containsExactly(fault);
    }
}

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
import org.junit.jupiter.params.provider.ValueSource;

class RewriteUriTest {

    private static Exchange run(String attributes) {
        return policies()
                .load(Section.INBOUND, "<rewrite-uri " + attributes + "/>")
                .inbound(TestExchange.call().query("?a=b&c=d").build());
    }

    @ParameterizedTest
    @CsvSource({
        "template='/', /, ?a=b&c=d",
        "template='/put', /put, ?a=b&c=d",
        "template='/put' copy-unmatched-params='false', /put, ''",
        "template='/put?x=1', /put, ?x=1&a=b&c=d",
        "template='/put?a=1', /put, ?a=1&c=d",
        "template='/put?x=1&amp;y=2' copy-unmatched-params='false', /put, ?x=1&y=2",
        "template='@(\"/v\" + 2 + \"/\" + context.Mcp.ToolName)', /v2/get_alerts, ?a=b&c=d",
        "template='/a b/ä', /a%20b/%C3%A4, ?a=b&c=d",
        "template='/a%20b', /a%20b, ?a=b&c=d",
        "template='/a..b/.c', /a..b/.c, ?a=b&c=d",
    })
    void the_template_gives_path_and_query(String attributes, String path, String query) {
        Exchange exchange = run(attributes);

        assertThat(exchange.request().rewrittenPath()).isEqualTo(path);
        assertThat(exchange.request().url().path()).isEqualTo(path);
        assertThat(exchange.request().url().queryString()).isEqualTo(query);
        assertThat(exchange.request().originalUrl().path()).isEqualTo("/weather/mcp");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@(\"no-slash\")",
                "@(\"/a/../b\")",
                "@(\"/a/..\")",
                "@(\"/./a\")",
                "@(\"/%2e%2E/a\")",
                "@(\"/a%2f..\")",
                "@(\"/..\\\\a\")",
                "@(\"/a#b\")",
                "@(\"/\" + new string(\"x\".ToCharArray()[0], 9000))",
            })
    void an_expression_cannot_lead_out_of_the_backends_path(String template) {
        Failure failure = policies()
                .load(Section.INBOUND, "<rewrite-uri template='" + template + "'/>")
                .failure(TestExchange.call().build());

        assertThat(failure.detail()).startsWith("UriFormatException: the template gives a path that ");
    }

    @Test
    void an_expression_cannot_end_the_request_line() {
        assertThat(run("template='@(\"/a HTTP/1.1\\r\\nX-Evil: 1\")'").request().rewrittenPath())
                .isEqualTo("/a%20HTTP/1.1%0D%0AX-Evil:%201");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<rewrite-uri/>|1:20: inbound/rewrite-uri: `rewrite-uri` needs the attribute `template`",
                "<rewrite-uri template='put'/>|1:43: inbound/rewrite-uri: found in `template` a path that does not begin with a slash",
                "<rewrite-uri template='/a/../b'/>|1:43: inbound/rewrite-uri: found in `template` a path that leads upwards (`..`)",
                "<rewrite-uri template='/a/{b}'/>|1:43: inbound/rewrite-uri: found a `{parameter}` in `template`, but the"
                        + " endpoints of an MCP server have none; write the path in full, or make it with an expression",
                "<rewrite-uri template='/a' copy-unmatched-params='1'/>|1:70: inbound/rewrite-uri: found `1` in"
                        + " `copy-unmatched-params`, expected `true` or `false`",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).containsExactly(fault);
    }
}

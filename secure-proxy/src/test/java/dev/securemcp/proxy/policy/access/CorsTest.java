package dev.securemcp.proxy.policy.access;

import static dev.securemcp.proxy.policy.PolicyTesting.policies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {

    private static final String ORIGINS = "<allowed-origins><origin>https://a.example</origin></allowed-origins>";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<cors>" + ORIGINS + "</cors>",
                "<cors allow-credentials='true' terminate-unmatched-request='false'>" + ORIGINS + "</cors>",
                "<cors allow-credentials='@(1 == 1)' terminate-unmatched-request='@(true)'>" + ORIGINS + "</cors>",
                "<cors><allowed-origins><origin>https://a.example/</origin><origin>http://localhost:8080</origin>"
                        + "<origin>http://[::1]:3000</origin><origin>vscode-webview://abc</origin></allowed-origins></cors>",
                "<cors>" + ORIGINS
                        + "<allowed-methods preflight-result-max-age='300'><method>*</method></allowed-methods></cors>",
                "<cors>" + ORIGINS + "<allowed-methods preflight-result-max-age='@(300)'><method>@(\"POST\")</method>"
                        + "</allowed-methods></cors>",
                "<cors>" + ORIGINS + "<allowed-headers><header>*</header></allowed-headers>"
                        + "<expose-headers><header>*</header></expose-headers></cors>",
                "<cors><allowed-origins><origin>@(context.Request.Headers.GetValueOrDefault(\"Origin\",\"\"))</origin>"
                        + "</allowed-origins></cors>",
            })
    void what_documents_hold_loads_without_a_word(String xml) {
        assertThat(policies().faults(Section.INBOUND, xml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<cors/>|1:20: inbound/cors: `cors` needs the child element `<allowed-origins>`",
                "<cors><allowed-origins/></cors>|1:26: inbound/cors/allowed-origins: `allowed-origins` names no origin;"
                        + " put `<origin>` into it",
                "<cors><allowed-origins><origin>a.example</origin></allowed-origins></cors>|1:51: inbound/cors/allowed-origins/origin:"
                        + " `a.example` is no origin of a web page; write scheme, host and port, such as https://app.example.com, or `*`;"
                        + " an expression can look at the header `Origin`",
                "<cors><allowed-origins><origin>https://*.a.example</origin></allowed-origins></cors>|1:51:"
                        + " inbound/cors/allowed-origins/origin: `https://*.a.example` is no origin of a web page; write scheme, host"
                        + " and port, such as https://app.example.com, or `*`; an expression can look at the header `Origin`",
                "<cors><allowed-origins><origin>null</origin></allowed-origins></cors>|1:51: inbound/cors/allowed-origins/origin:"
                        + " `null` is no origin of a web page; write scheme, host and port, such as https://app.example.com, or `*`;"
                        + " an expression can look at the header `Origin`",
                "<cors><allowed-origins><origin>https://a.example/app</origin></allowed-origins></cors>|1:51:"
                        + " inbound/cors/allowed-origins/origin: `https://a.example/app` is no origin of a web page; write scheme, host"
                        + " and port, such as https://app.example.com, or `*`; an expression can look at the header `Origin`",
                "<cors allow-credentials='yes'>" + ORIGINS
                        + "</cors>|1:45: inbound/cors: found `yes` in `allow-credentials`,"
                        + " expected `true` or `false`",
                "<cors>" + ORIGINS
                        + "<allowed-methods/></cors>|1:95: inbound/cors/allowed-methods: `allowed-methods` is empty;"
                        + " put `<method>` into it, or leave it out",
                "<cors>" + ORIGINS + "<allowed-headers><header>a b</header></allowed-headers></cors>|1:120:"
                        + " inbound/cors/allowed-headers/header: `a b` is no name of a header",
                "<cors>" + ORIGINS
                        + "<allowed-header/></cors>|1:95: inbound/cors: unknown child element `allowed-header` of `cors`;"
                        + " did you mean `allowed-headers`?",
            })
    void what_is_wrong_is_told_with_its_place(String xml, String fault) {
        assertThat(policies().faults(Section.INBOUND, xml)).contains(fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<cors><allowed-origins><origin>*</origin></allowed-origins></cors>|`*` lets any web page that a user visits call",
                "<cors allow-credentials='true'><allowed-origins><origin>*</origin></allowed-origins></cors>"
                        + "|browsers refuse credentials where the origin is `*`",
                "<cors>" + ORIGINS
                        + "<allowed-methods><method>GET</method><method>POST</method></allowed-methods></cors>"
                        + "|clients of MCP in browsers also need `DELETE`; add them, or leave `allowed-methods` out",
                "<cors>" + ORIGINS
                        + "<allowed-headers><header>Content-Type</header><header>Mcp-Session-Id</header></allowed-headers></cors>"
                        + "|clients of MCP in browsers also need `mcp-protocol-version`, `mcp-method`, `mcp-name`, `last-event-id`",
                "<cors>" + ORIGINS + "<expose-headers><header>mcp-session-id</header></expose-headers></cors>"
                        + "|clients of MCP in browsers also need `WWW-Authenticate`",
                "<choose><when condition='@(true)'><cors>" + ORIGINS + "</cors></when></choose>"
                        + "|`cors` has no effect inside another element",
            })
    void what_will_not_do_is_warned_of(String xml, String warning) {
        assertThat(policies().faults(Section.INBOUND, xml))
                .anyMatch(line -> line.contains("warning") && line.contains(warning));
    }

    @Test
    void in_the_policy_of_a_tool_it_is_warned_of() {
        assertThat(policies().scope(Scope.OPERATION).faults(Section.INBOUND, "<cors>" + ORIGINS + "</cors>"))
                .singleElement()
                .asString()
                .contains("warning", "`cors` has no effect in the policy of a tool");
    }
}

package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.FakeTokens.bearer;
import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manual's page on OAuth says happens, over the wire. */
class OAuthManualTest {

    private static final String PAGE = "oauth.md";
    private static final String KEY = "Ocp-Apim-Subscription-Key: a-key-that-the-page-knows\r\n";
    private static final Pattern TOKEN = Pattern.compile("scope `(.*?)`(?:, role `(.*?)`)?");
    private static final Pattern ANSWER = Pattern.compile("(\\d+) ?(.*?)(?:, asks for `(.*?)`)?");

    @TempDir
    private Path directory;

    @Test
    void the_example_of_tokens_answers_as_its_table_says() throws Exception {
        ManualExample example = ManualExample.of(PAGE, "A server that asks for tokens");
        List<List<String>> rows = example.rows().toList();
        assertThat(rows).hasSize(8);
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway = example.start(directory, backend, new FakeTokens())) {
            for (List<String> row : rows) {
                WireMessage answer = gateway.exchange(
                        post("/weather-tools/mcp", call("1", plain(row.get(1))), token(row.getFirst())));

                Matcher expected = ANSWER.matcher(row.get(2));
                assertThat(expected.matches()).isTrue();
                assertThat(answer.status()).as(row.toString()).isEqualTo(Integer.parseInt(expected.group(1)));
                assertThat(answer.text())
                        .as(row.toString())
                        .contains(expected.group(2).isEmpty() ? Mcp.RESULT : expected.group(2));
                if (expected.group(3) == null) {
                    assertThat(answer.header("WWW-Authenticate"))
                            .as(row.toString())
                            .isNull();
                } else {
                    assertThat(answer.header("WWW-Authenticate")).endsWith("scope=\"" + expected.group(3) + "\"");
                }
            }
        }
    }

    private static String token(String caller) {
        if (caller.equals("no token")) {
            return "";
        }
        if (caller.equals("an expired token")) {
            return bearer("bad");
        }
        Matcher token = TOKEN.matcher(caller);
        assertThat(token.matches()).as(caller).isTrue();
        return bearer("ann/" + token.group(1) + (token.group(2) == null ? "" : "/" + token.group(2)));
    }

    private static String plain(String cell) {
        return cell.replace("`", "");
    }

    @Test
    void the_example_of_products_answers_as_its_table_says() throws Exception {
        ManualExample example = ManualExample.of(PAGE, "What a product holds");
        List<List<String>> rows = example.rows().toList();
        assertThat(rows).hasSize(8);
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway = example.start(directory, backend)) {
            for (List<String> row : rows) {
                String[] asked = plain(row.get(1)).split(" ", 2);
                String request =
                        switch (asked[0]) {
                            case "tool" -> request("tools/call", "name", asked[1]);
                            case "prompt" -> request("prompts/get", "name", asked[1]);
                            case "resource" -> request("resources/read", "uri", asked[1]);
                            default -> throw new IllegalArgumentException(row.toString());
                        };

                String answer = gateway.exchange(post("/weather-tools/mcp", request, KEY))
                        .text();

                String expected = row.get(2).equals("200") ? Mcp.RESULT : "\"message\":\"" + row.get(2) + "\"";
                assertThat(answer).as(row.toString()).contains(expected);
            }
        }
    }

    private static String request(String method, String member, String value) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{\"" + member + "\":\"" + value
                + "\"}}";
    }

    @Test
    void the_example_of_passing_through_passes_the_token() throws Exception {
        ManualExample example = ManualExample.of(PAGE, "A backend that is a resource server itself");
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway = example.start(directory, backend)) {
            gateway.exchange(post("/weather-tools/mcp", call("1", "t"), bearer("of-the-client")));

            assertThat(backend.received().head().all("Authorization")).containsExactly("Bearer of-the-client");
        }
    }
}

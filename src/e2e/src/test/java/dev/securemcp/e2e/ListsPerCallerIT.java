package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list shows each caller what it may use, whichever client asks. */
@NeedsNode
@ExtendWith(Fixtures.class)
class ListsPerCallerIT {
    private static final String GUARDED = "get_alerts";

    /** A client, how it connects, and how it reads the names of the tools. */
    enum Client {
        TYPESCRIPT_V1(Secured.WEATHER) {
            @Override
            List<String> tools(Secured secured, String path, String token) {
                return listed(SignIn.bearer("v1", secured.url(path), token));
            }
        },
        TYPESCRIPT_V1_SSE(Secured.WEATHER_SSE) {
            @Override
            List<String> tools(Secured secured, String path, String token) {
                return listed(SignIn.bearer("v1", secured.url(path), token).with("transport", "sse"));
            }
        },
        TYPESCRIPT_V2(Secured.WEATHER) {
            @Override
            List<String> tools(Secured secured, String path, String token) {
                return listed(SignIn.bearer("v2", secured.url(path), token));
            }
        },
        JAVA(Secured.WEATHER) {
            @Override
            List<String> tools(Secured secured, String path, String token) {
                return listed(secured, JavaSdkClient.Transport.STREAMABLE_HTTP, path, token);
            }
        },
        JAVA_SSE(Secured.WEATHER_SSE) {
            @Override
            List<String> tools(Secured secured, String path, String token) {
                return listed(secured, JavaSdkClient.Transport.SSE, path, token);
            }
        };

        final String path;

        Client(String path) {
            this.path = path;
        }

        abstract List<String> tools(Secured secured, String path, String token);

        private static List<String> listed(SignIn client) {
            JsonNode names = client.visit(SignIn.LIST).succeeded().step("tools").path("names");
            return StreamSupport.stream(names.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }

        private static List<String> listed(
                Secured secured, JavaSdkClient.Transport transport, String path, String token) {
            try (JavaSdkClient client = JavaSdkClient.bearer(secured.gateway(), transport, path, token)) {
                client.sdk.initialize();
                return client.tools();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aToolWhoseScopeTheTokenLacksIsNotListed(Client client, Secured secured) throws Exception {
        List<String> tools = client.tools(secured, client.path, secured.token(OidcIssuer.READ, client.path));

        assertThat(tools)
                .containsExactlyInAnyOrderElementsOf(Weather.TOOLS.stream()
                        .filter(tool -> !tool.equals(GUARDED))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void aTokenWithTheScopeSeesTheTool(Client client, Secured secured) throws Exception {
        List<String> tools = client.tools(secured, client.path, secured.token(OidcIssuer.BOTH, client.path));

        assertThat(tools).containsExactlyInAnyOrderElementsOf(Weather.TOOLS);
    }

    @Test
    void whereTheServerAsksForStepUpTheToolIsListed(Secured secured) throws Exception {
        List<String> tools =
                Client.TYPESCRIPT_V2.tools(secured, Secured.STEP_UP, secured.token(OidcIssuer.READ, Secured.STEP_UP));

        assertThat(tools).containsExactlyInAnyOrderElementsOf(Weather.TOOLS);
    }

    @ParameterizedTest
    @CsvSource({OidcIssuer.READ + ", false", OidcIssuer.BOTH + ", true"})
    void aListOfTheModernRevisionIsFilteredToo(String scope, boolean seen, Secured secured) throws Exception {
        Visit visit = SignIn.bearer("v2", secured.url(Secured.NOTES), secured.token(scope, Secured.NOTES))
                .with("mode", "auto")
                .visit(SignIn.LIST)
                .succeeded();

        List<String> names = StreamSupport.stream(
                        visit.step("tools").path("names").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        assertThat(names).contains("add", "count");
        assertThat(names.contains("pin_note")).isEqualTo(seen);
    }

    /** The product denies {@code compare_*}: a tool of that kind which exists and one which does not are answered alike. */
    @Test
    void aToolThatAProductDeniesIsAsOneThatDoesNotExist(Secured secured) {
        String missing = "compare_nothing";
        Visit visit = SignIn.bearer("v2", secured.url(Secured.EITHER), "")
                .with("key", secured.key)
                .visit(SignIn.LIST, Weather.COMPARISON, new Visit.ToolCall(missing, Map.of()))
                .succeeded();

        assertThat(visit.step("tools").path("names"))
                .map(JsonNode::asText)
                .contains(GUARDED)
                .doesNotContain(Weather.COMPARISON.name());
        List<JsonNode> refused = visit.all("refused");
        assertThat(refused).as(visit.said()).hasSize(2);
        assertThat(refused)
                .allSatisfy(answer -> assertThat(answer.path("code").asInt()).isEqualTo(-32602));
        assertThat(refused.get(0).path("message").asText().replace(Weather.COMPARISON.name(), missing))
                .isEqualTo(refused.get(1).path("message").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {OidcIssuer.READ, OidcIssuer.BOTH})
    void oneCallersListIsNeverAnothers(String scope, Secured secured) throws Exception {
        // Both in turn, several times: what one was shown is not kept for the other.
        for (int i = 0; i < 3; i++) {
            String token = secured.token(scope, Secured.WEATHER);
            Http.Answer answer = Rpc.post(
                    secured.url(Secured.WEATHER),
                    token,
                    "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}",
                    "Mcp-Session-Id",
                    Rpc.session(secured.url(Secured.WEATHER), token),
                    "MCP-Protocol-Version",
                    "2025-11-25");

            assertThat(answer.body().contains(GUARDED)).isEqualTo(scope.equals(OidcIssuer.BOTH));
        }
    }
}

package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.BridgeVisit.CHALLENGE;
import static dev.securemcp.proxy.gateway.BridgeVisit.ISSUER;
import static dev.securemcp.proxy.gateway.BridgeVisit.REDIRECT;
import static dev.securemcp.proxy.gateway.BridgeVisit.RESOURCE;
import static dev.securemcp.proxy.gateway.BridgeVisit.json;
import static dev.securemcp.proxy.gateway.BridgeVisit.parameters;
import static dev.securemcp.proxy.gateway.BridgeVisit.redemption;
import static dev.securemcp.proxy.gateway.BridgeVisit.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.gateway.BridgeVisit.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a client that knows nothing but the server's URL to its tokens, over real sockets. */
class BridgeFlowTest {

    @TempDir
    private Path directory;

    private BridgeVisit visit;

    @BeforeEach
    void start() throws Exception {
        visit = BridgeVisit.start(directory, InstantSource.system());
    }

    @AfterEach
    void stop() throws Exception {
        visit.close();
    }

    private WireMessage get(String path) throws IOException {
        return visit.exchange("GET " + path + " HTTP/1.1\r\n" + Mcp.HOST + "Origin: https://app.example\r\n\r\n");
    }

    @Test
    void the_resource_names_the_bridge_as_its_authorization_server() throws Exception {
        WireMessage document = get("/.well-known/oauth-protected-resource/weather/mcp");

        assertThat(json(document).path("authorization_servers"))
                .singleElement()
                .extracting(JsonNode::asText)
                .isEqualTo(ISSUER);
        assertThat(json(document).path("resource").asText()).isEqualTo(RESOURCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/weather",
                "/.well-known/openid-configuration/weather",
                "/weather/.well-known/openid-configuration"
            })
    void the_metadata_is_where_clients_look(String path) throws Exception {
        WireMessage document = get(path);

        assertThat(document.status()).isEqualTo(200);
        assertThat(document.header("Content-Type")).isEqualTo("application/json");
        assertThat(document.header("Access-Control-Allow-Origin")).isEqualTo("*");
        JsonNode json = json(document);
        assertThat(json.path("issuer").asText()).isEqualTo(ISSUER);
        assertThat(json.path("authorization_endpoint").asText()).isEqualTo(ISSUER + "/authorize");
        assertThat(json.path("token_endpoint").asText()).isEqualTo(ISSUER + "/token");
        assertThat(json.path("registration_endpoint").asText()).isEqualTo(ISSUER + "/register");
        assertThat(json.path("code_challenge_methods_supported")).hasToString("[\"S256\"]");
        assertThat(json.path("response_types_supported")).hasToString("[\"code\"]");
        assertThat(json.path("grant_types_supported")).hasToString("[\"authorization_code\",\"refresh_token\"]");
        assertThat(json.path("token_endpoint_auth_methods_supported"))
                .hasToString("[\"none\",\"client_secret_post\",\"client_secret_basic\"]");
        assertThat(json.path("scopes_supported")).hasToString("[\"weather.read\",\"weather.alerts\"]");
        assertThat(json.path("authorization_response_iss_parameter_supported").asBoolean())
                .isTrue();
        assertThat(json.path("client_id_metadata_document_supported").asBoolean())
                .isTrue();
        if (path.contains("openid")) {
            assertThat(json.path("jwks_uri").asText()).endsWith("/tenant/discovery/v2.0/keys");
            assertThat(json.path("subject_types_supported")).hasToString("[\"public\"]");
        }
    }

    @Test
    void a_client_registers_asks_and_gets_a_token_of_the_issuers() throws Exception {
        String client = visit.register();
        Browser browser = visit.browser();

        URI atIssuer = browser.approve(browser.open(request(client)));
        Map<String, String> asked = parameters(atIssuer);
        assertThat(atIssuer.getPath()).isEqualTo("/tenant/oauth2/v2.0/authorize");
        assertThat(asked)
                .containsEntry("client_id", "gateway")
                .containsEntry("redirect_uri", "https://mcp.example.com/oauth/callback")
                .containsEntry("scope", "api://app/weather.read openid offline_access")
                .containsKeys("nonce", "state")
                .doesNotContainKey("resource");
        assertThat(asked.get("code_challenge")).isNotEqualTo(CHALLENGE);
        assertThat(asked.get("state")).isNotEqualTo("the client's own").hasSize(43);

        URI atClient = BridgeVisit.location(browser.get(visit.issuer.signIn(atIssuer)), 302);
        assertThat(atClient.toString()).startsWith(REDIRECT + "?");
        assertThat(parameters(atClient))
                .containsEntry("state", "the client's own")
                .containsEntry("iss", ISSUER)
                .containsOnlyKeys("code", "state", "iss");
        assertThat(browser.cookies).isEmpty();

        WireMessage answer = visit.token(redemption(client, parameters(atClient).get("code")));
        JsonNode tokens = json(answer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(tokens.path("access_token").asText()).startsWith("upstream-access-");
        assertThat(tokens.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(tokens.path("expires_in").asInt()).isBetween(3590, 3600);
        assertThat(tokens.path("scope").asText()).isEqualTo("weather.read");
        assertThat(tokens.path("refresh_token").asText()).isNotEmpty().doesNotContain("upstream");
        assertThat(tokens.has("id_token")).isFalse();
        assertThat(visit.issuer.tokenRequest()).doesNotContainKey("resource");
    }

    @Test
    void a_refresh_token_is_replaced_with_each_use() throws Exception {
        String client = visit.register();
        String first = visit.redeem(client, visit.browser().code(request(client)))
                .path("refresh_token")
                .asText();
        visit.issuer.tokenRequest();

        JsonNode second = json(visit.refresh(client, first));
        assertThat(visit.issuer.tokenRequest())
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("scope", "api://app/weather.read openid offline_access");
        JsonNode third = json(visit.refresh(client, second.path("refresh_token").asText()));

        assertThat(second.path("access_token").asText()).startsWith("upstream-access-");
        assertThat(second.path("scope").asText()).isEqualTo("weather.read");
        assertThat(List.of(
                        first,
                        second.path("refresh_token").asText(),
                        third.path("refresh_token").asText()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_repetition_within_the_grace_gets_the_same_and_asks_the_issuer_once() throws Exception {
        String client = visit.register();
        String first = visit.redeem(client, visit.browser().code(request(client)))
                .path("refresh_token")
                .asText();
        visit.issuer.tokenRequest();

        JsonNode once = json(visit.refresh(client, first));
        JsonNode twice = json(visit.refresh(client, first));

        assertThat(twice.path("refresh_token")).isEqualTo(once.path("refresh_token"));
        assertThat(twice.path("access_token")).isEqualTo(once.path("access_token"));
        visit.issuer.tokenRequest();
        assertThat(visit.issuer.unseen()).isZero();
    }

    @Test
    void a_client_on_this_computer_gets_its_answer_at_any_port() throws Exception {
        String client = visit.register();
        Map<String, String> request = request(client);
        request.put("redirect_uri", "http://127.0.0.1:50123/cb");

        assertThat(visit.browser().signIn(request).toString()).startsWith("http://127.0.0.1:50123/cb?code=");
    }

    @Test
    void a_client_that_asked_for_a_secret_proves_itself_with_it() throws Exception {
        JsonNode registered = json(visit.registration(
                "{\"redirect_uris\":[\"" + REDIRECT + "\"],\"token_endpoint_auth_method\":\"client_secret_basic\"}"));
        String client = registered.path("client_id").asText();
        String secret = registered.path("client_secret").asText();
        Map<String, String> form = redemption(client, visit.browser().code(request(client)));
        String basic = "Authorization: Basic "
                + Base64.getEncoder()
                        .encodeToString((client + ":" + secret).getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                + "\r\n";

        assertThat(registered.path("client_secret_expires_at").asInt(-1)).isZero();
        WireMessage without = visit.token(form);
        assertThat(without.status()).isEqualTo(401);
        assertThat(json(without).path("error").asText()).isEqualTo("invalid_client");
        JsonNode tokens = json(visit.token(form, basic));
        assertThat(tokens.path("access_token").asText()).startsWith("upstream-access-");
        assertThat(tokens.has("refresh_token")).as("was not registered for").isFalse();
    }

    @Test
    void a_person_can_say_no() throws Exception {
        Browser browser = visit.browser();
        Map<String, String> request = request(visit.register());
        request.put("redirect_uri", "http://127.0.0.1:50123/cb");
        Map<String, String> form = browser.open(request);
        form.put("decision", "deny");

        URI back = BridgeVisit.location(browser.post("/weather/authorize", form), 303);

        assertThat(parameters(back))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "the client's own")
                .containsEntry("iss", ISSUER)
                .doesNotContainKey("code");
        assertThat(browser.cookies).isEmpty();
    }

    @Test
    void what_the_issuer_refuses_is_told_to_the_client() throws Exception {
        Browser browser = visit.browser();
        URI atIssuer = browser.approve(browser.open(request(visit.register())));

        URI back = BridgeVisit.location(
                browser.get(
                        "/oauth/callback?error=access_denied&error_description=AADSTS65004%3A+%22no%22%0D%0A%3Cb%3E&state="
                                + parameters(atIssuer).get("state")),
                302);

        assertThat(parameters(back))
                .containsEntry("error", "access_denied")
                .containsEntry("error_description", "AADSTS65004: no <b>")
                .containsEntry("iss", ISSUER);
    }

    @Test
    void an_issuer_that_is_down_is_told_to_the_client_and_asked_again_later() throws Exception {
        visit.issuer.up(false);
        Browser browser = visit.browser();
        String client = visit.register();

        assertThat(parameters(browser.approve(browser.open(request(client)))))
                .containsEntry("error", "temporarily_unavailable")
                .containsEntry("state", "the client's own");
        assertThat(json(get("/.well-known/oauth-authorization-server/weather"))
                        .path("issuer")
                        .asText())
                .isEqualTo(ISSUER);
    }

    @Test
    void in_a_passing_trouble_of_the_issuer_a_grant_stays() throws Exception {
        String client = visit.register();
        String first = visit.redeem(client, visit.browser().code(request(client)))
                .path("refresh_token")
                .asText();
        visit.issuer.up(false);
        WireMessage refused = visit.refresh(client, first);
        visit.issuer.up(true);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(json(refused).path("error").asText()).isEqualTo("temporarily_unavailable");
        assertThat(visit.refresh(client, first).status()).isEqualTo(200);
    }

    @Test
    void what_the_issuer_has_ended_is_over() throws Exception {
        String client = visit.register();
        String first = visit.redeem(client, visit.browser().code(request(client)))
                .path("refresh_token")
                .asText();
        visit.issuer.refuseRefresh("invalid_grant");
        WireMessage refused = visit.refresh(client, first);
        visit.issuer.refuseRefresh(null);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(json(refused).path("error").asText()).isEqualTo("invalid_grant");
        assertThat(visit.refresh(client, first).status()).isEqualTo(400);
    }

    @Test
    void browsers_may_ask_before_they_post() throws Exception {
        for (String path :
                List.of("/weather/token", "/weather/register", "/.well-known/oauth-authorization-server/weather")) {
            WireMessage preflight = visit.exchange("OPTIONS " + path + " HTTP/1.1\r\n" + Mcp.HOST
                    + "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n\r\n");
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(preflight.header("Access-Control-Allow-Headers")).contains("MCP-Protocol-Version");
            assertThat(preflight.header("Access-Control-Allow-Credentials")).isNull();
        }
        assertThat(visit.exchange("OPTIONS /weather/authorize HTTP/1.1\r\n" + Mcp.HOST + "\r\n")
                        .status())
                .isEqualTo(405);
    }

    @Test
    void what_happens_is_counted_and_refusals_are_told_without_secrets() throws Exception {
        String client = visit.register();
        String code = visit.browser().code(request(client));
        visit.redeem(client, code);
        visit.token(redemption(client, code));

        visit.gateway.awaitSecurity(
                "\"reason\":\"BridgeCodeReused\"", "\"source\":\"bridge\"", "\"server\":\"weather\"");
        assertThat(String.join("\n", visit.gateway.access()) + String.join("\n", visit.gateway.security()))
                .doesNotContain(code)
                .doesNotContain(client)
                .doesNotContain("upstream");
        for (String event : List.of("registered", "asked", "agreed", "signed_in", "issued", "revoked")) {
            assertThat(visit.gateway
                            .metrics()
                            .get("proxy.bridge.events")
                            .tag("server", "weather")
                            .tag("event", event)
                            .counter()
                            .count())
                    .as(event)
                    .isEqualTo(1);
        }
        assertThat(visit.gateway
                        .metrics()
                        .get("proxy.bridge.entries")
                        .tag("kind", "spent_code")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }
}

package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.BridgeVisit.json;
import static dev.securemcp.proxy.gateway.BridgeVisit.parameters;
import static dev.securemcp.proxy.gateway.BridgeVisit.redemption;
import static dev.securemcp.proxy.gateway.BridgeVisit.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.gateway.BridgeVisit.Browser;
import dev.securemcp.proxy.net.KeyFiles;
import dev.securemcp.proxy.store.redis.RedisProcess;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bridges in other surroundings: several gateways, after a restart, plain http, strict policies, a certificate. */
class BridgeSurroundingsTest {

    @TempDir
    private Path directory;

    @Test
    void every_step_of_a_sign_in_can_meet_another_gateway_of_the_same_redis() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            String more = """
                    redis: { url: "%s", encryption-key: "%s" }
                    """
                    .formatted(redis.url(), "k".repeat(40));
            try (BridgeVisit visit = BridgeVisit.open(directory, InstantSource.system(), BridgeVisit.PUBLIC, more);
                    GatewayFixture other = GatewayFixture.start(
                            directory, Files.readString(directory.resolve("gateway.yaml")), true)) {
                GatewayFixture one = visit.gateway;
                Browser browser = visit.browser();

                String client = visit.register();
                visit.moveTo(other);
                Map<String, String> form = browser.open(request(client));
                visit.moveTo(one);
                URI atIssuer = browser.approve(form);
                visit.moveTo(other);
                String code = parameters(BridgeVisit.location(browser.get(visit.issuer.signIn(atIssuer)), 302))
                        .get("code");
                visit.moveTo(one);
                String refresh =
                        visit.redeem(client, code).path("refresh_token").asText();
                visit.moveTo(other);
                String next = json(visit.refresh(client, refresh))
                        .path("refresh_token")
                        .asText();
                visit.moveTo(one);
                assertThat(json(visit.refresh(client, refresh))
                                .path("refresh_token")
                                .asText())
                        .as("a repetition elsewhere")
                        .isEqualTo(next);
                assertThat(visit.token(redemption(client, code)).status())
                        .as("used elsewhere")
                        .isEqualTo(400);
                assertThat(visit.refresh(client, next).status())
                        .as("revoked elsewhere")
                        .isEqualTo(400);

                redis.kill();
                WireMessage refused = visit.refresh(client, next);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(json(refused).path("error").asText()).isEqualTo("temporarily_unavailable");
                visit.moveTo(one);
            }
        }
    }

    @Test
    void two_gateways_that_refresh_at_once_give_the_same() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            String more = """
                    redis: { url: "%s", encryption-key: "%s" }
                    """
                    .formatted(redis.url(), "k".repeat(40));
            try (BridgeVisit visit = BridgeVisit.open(directory, InstantSource.system(), BridgeVisit.PUBLIC, more);
                    GatewayFixture other =
                            GatewayFixture.start(directory, Files.readString(directory.resolve("gateway.yaml")), true);
                    Wire here = visit.gateway.connect();
                    Wire there = other.connect()) {
                String client = visit.register();
                String refresh = visit.redeem(client, visit.browser().code(request(client)))
                        .path("refresh_token")
                        .asText();

                visit.issuer.answerTogether(2);
                String form = EntraLikeIssuer.form(
                        Map.of("grant_type", "refresh_token", "client_id", client, "refresh_token", refresh));
                String post = "POST /weather/token HTTP/1.1\r\n" + Mcp.HOST
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form;
                here.send(post);
                there.send(post);
                JsonNode one = json(here.response());
                JsonNode two = json(there.response());
                visit.issuer.answerTogether(1);

                assertThat(one.path("refresh_token").asText()).isNotEmpty();
                assertThat(two.path("refresh_token")).isEqualTo(one.path("refresh_token"));
                assertThat(two.path("access_token")).isEqualTo(one.path("access_token"));
                assertThat(visit.refresh(client, one.path("refresh_token").asText())
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void a_redis_that_is_full_takes_no_refresh_token_away() throws Exception {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            String more = """
                    redis: { url: "%s", encryption-key: "%s" }
                    """
                    .formatted(redis.url(), "k".repeat(40));
            try (BridgeVisit visit = BridgeVisit.open(directory, InstantSource.system(), BridgeVisit.PUBLIC, more)) {
                String client = visit.register();
                String refresh = visit.redeem(client, visit.browser().code(request(client)))
                        .path("refresh_token")
                        .asText();

                redis.say("CONFIG SET maxmemory 1");
                assertThat(visit.refresh(client, refresh).status()).isEqualTo(503);
                redis.say("CONFIG SET maxmemory 0");

                assertThat(visit.refresh(client, refresh).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void with_a_state_directory_registered_clients_are_known_after_a_restart() throws Exception {
        try (BridgeVisit visit =
                BridgeVisit.open(directory, InstantSource.system(), BridgeVisit.PUBLIC, "state-dir: state")) {
            String client = visit.register();
            visit.gateway.close();
            visit.moveTo(GatewayFixture.start(directory, Files.readString(directory.resolve("gateway.yaml")), true));

            assertThat(visit.browser().open(request(client))).containsKey("transaction");
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(directory.resolve("state/bridge.key"))))
                    .isEqualTo("rw-------");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://mcp.example.com:443", "https://MCP.Example.com/"})
    void however_the_public_url_is_written_clients_and_browsers_see_one_form(String publicUrl) throws Exception {
        try (BridgeVisit visit = BridgeVisit.open(directory, InstantSource.system(), publicUrl, "")) {
            WireMessage resource = visit.exchange(
                    "GET /.well-known/oauth-protected-resource/weather/mcp HTTP/1.1\r\nHost: mcp.example.com\r\n\r\n");
            WireMessage bridge = visit.exchange(
                    "GET /.well-known/oauth-authorization-server/weather HTTP/1.1\r\nHost: mcp.example.com\r\n\r\n");
            Browser browser = visit.browser();
            URI atIssuer = browser.approve(browser.open(request(visit.register())));

            assertThat(json(resource).path("resource").asText()).isEqualTo(BridgeVisit.RESOURCE);
            assertThat(json(resource).path("authorization_servers").path(0).asText())
                    .isEqualTo(BridgeVisit.ISSUER);
            assertThat(json(bridge).path("issuer").asText()).isEqualTo(BridgeVisit.ISSUER);
            assertThat(parameters(atIssuer)).containsEntry("redirect_uri", BridgeVisit.PUBLIC + "/oauth/callback");
        }
    }

    @Test
    void over_plain_http_on_this_machine_cookies_do_without_their_prefix() throws Exception {
        try (BridgeVisit visit = BridgeVisit.open(directory, InstantSource.system(), "http://localhost:8080", "")) {
            Map<String, String> request = request(visit.register());
            request.put("resource", "http://localhost:8080/weather/mcp");
            WireMessage page = visit.browser().get("/weather/authorize?" + EntraLikeIssuer.form(request));

            assertThat(page.header("Set-Cookie"))
                    .startsWith("bridge-")
                    .contains("; HttpOnly", "; SameSite=Lax")
                    .doesNotContain("Secure");
        }
    }

    @Test
    void policies_that_let_nobody_in_do_not_shut_out_who_signs_in() throws Exception {
        Files.writeString(
                directory.resolve("nobody.xml"),
                "<policies><inbound><base /><ip-filter action=\"forbid\"><address>127.0.0.1</address></ip-filter></inbound>"
                        + "<backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>");
        try (BridgeVisit visit = BridgeVisit.open(
                directory,
                InstantSource.system(),
                BridgeVisit.PUBLIC,
                "policy: nobody.xml\nlimits: { outbound-calls: 1 }")) {
            String client = visit.register();

            assertThat(visit.redeem(client, visit.browser().code(request(client)))
                            .has("access_token"))
                    .isTrue();
        }
    }

    @Test
    void a_certificate_takes_the_place_of_a_secret() throws Exception {
        KeyFiles.make(directory, "gateway", "RSA", "secret");
        try (BridgeVisit visit = BridgeVisit.open(
                directory,
                InstantSource.system(),
                BridgeVisit.PUBLIC,
                "certificates: { entra: { file: gateway.p12, password: secret } }",
                "client-certificate: entra")) {
            String client = visit.register();

            assertThat(visit.redeem(client, visit.browser().code(request(client)))
                            .has("access_token"))
                    .isTrue();
            assertThat(visit.issuer.tokenRequest())
                    .containsKey("client_assertion")
                    .doesNotContainKey("client_secret");
        }
    }
}

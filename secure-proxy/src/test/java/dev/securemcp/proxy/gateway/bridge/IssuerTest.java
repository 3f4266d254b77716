package dev.securemcp.proxy.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Pkcs12;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import dev.securemcp.proxy.gateway.bridge.IssuerTokens.Answer;
import dev.securemcp.proxy.net.KeyFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the issuer's answers, and what it is shown. */
class IssuerTest {

    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
    private static final BridgeSite SITE = Sites.site();
    private static final String ISSUER = "https://login.example/tenant/v2.0";
    private static final IssuerMetadata METADATA = new IssuerMetadata(ISSUER, "a", "t", null, false, false);

    @TempDir
    private Path directory;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void metadata_tells_the_endpoints() {
        byte[] document = bytes(
                """
                {"issuer":"%s","authorization_endpoint":"https://login.example/a","token_endpoint":"https://login.example/t",
                 "jwks_uri":"https://login.example/k","token_endpoint_auth_methods_supported":["client_secret_basic"],
                 "authorization_response_iss_parameter_supported":true}
                """
                        .formatted(ISSUER));

        assertThat(IssuerMetadata.read(document, SITE.config()))
                .contains(new IssuerMetadata(
                        ISSUER,
                        "https://login.example/a",
                        "https://login.example/t",
                        "https://login.example/k",
                        true,
                        true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"authorization_endpoint\":\"https://l/a\",\"token_endpoint\":\"https://l/t\"}",
                "{\"issuer\":\"https://evil.example\",\"authorization_endpoint\":\"https://l/a\",\"token_endpoint\":\"https://l/t\"}",
                "{\"issuer\":\"ISSUER\",\"token_endpoint\":\"https://l/t\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://l/a\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"http://l/a\",\"token_endpoint\":\"https://l/t\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://l/a\",\"token_endpoint\":\"javascript:x\"}",
                "{\"issuer\":\"ISSUER\",\"authorization_endpoint\":\"https://u@l/a\",\"token_endpoint\":\"https://l/t\"}",
            })
    void metadata_of_somebody_else_or_without_https_is_none(String document) {
        assertThat(IssuerMetadata.read(bytes(document.replace("ISSUER", ISSUER)), SITE.config()))
                .isEmpty();
    }

    @Test
    void both_endpoints_in_the_configuration_need_no_metadata() {
        BridgeSite site = Sites.site("authorize: https://login.example/a", "token: https://login.example/t");

        assertThat(IssuerMetadata.configured(site.config()))
                .contains(new IssuerMetadata(
                        ISSUER, "https://login.example/a", "https://login.example/t", null, false, false));
        assertThat(IssuerMetadata.configured(SITE.config())).isEmpty();
    }

    @Test
    void an_issuer_of_many_tenants_is_known_by_its_form() {
        IssuerMetadata many = new IssuerMetadata("https://login.example/{tenantid}/v2.0", "a", "t", null, false, false);

        assertThat(many.is("https://login.example/one/v2.0", "one")).isTrue();
        assertThat(many.is("https://login.example/one/v2.0", "two")).isFalse();
        assertThat(many.is("https://login.example/one/v2.0", null)).isFalse();
    }

    private static Answer read(int status, String json, String nonce) {
        return IssuerTokens.read(SITE, METADATA, status, bytes(json), List.of("weather.read"), nonce, NOW);
    }

    @Test
    void tokens_are_taken_over_with_scopes_in_the_clients_words() {
        Tokens tokens = ((Answer.Granted) read(
                        200,
                        "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":60,\"refresh_token\":\"r\",\"scope\":\"api://app/weather.read x\"}",
                        null))
                .tokens();

        assertThat(tokens.access().reveal()).isEqualTo("a");
        assertThat(tokens.refresh().reveal()).isEqualTo("r");
        assertThat(tokens.expires()).isEqualTo(NOW.plusSeconds(60));
        assertThat(tokens.scopes()).containsExactly("weather.read");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, weather.read weather.alerts",
                "api://app/weather.read api://app/weather.alerts, weather.read weather.alerts",
                "api://app/weather.alerts openid, weather.alerts",
                "weather.read, weather.read",
                "other, ''",
            })
    void what_was_granted_is_said_in_the_clients_words(String said, String meant) {
        assertThat(String.join(" ", IssuerTokens.granted(SITE, said, List.of("weather.read", "weather.alerts"))))
                .isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | no json | ISSUER_ANSWER_INVALID | false",
                "200 | {} | ISSUER_ANSWER_INVALID | false",
                "200 | {\"access_token\":\"a\"} | ISSUER_ANSWER_INVALID | false",
                "200 | {\"access_token\":\"a\",\"token_type\":\"mac\"} | ISSUER_ANSWER_INVALID | false",
                "200 | {\"access_token\":\"a b\",\"token_type\":\"Bearer\"} | ISSUER_ANSWER_INVALID | false",
                "302 | {\"access_token\":\"a\",\"token_type\":\"Bearer\"} | ISSUER_ANSWER_INVALID | false",
                "400 | {\"error\":\"invalid_grant\"} | ISSUER_REFUSED | true",
                "400 | {\"error\":\"interaction_required\"} | ISSUER_REFUSED | true",
                "401 | {\"error\":\"invalid_client\"} | ISSUER_ANSWER_INVALID | false",
                "400 | {\"error\":\"temporarily_unavailable\"} | ISSUER_UNAVAILABLE | false",
                "429 | busy | ISSUER_UNAVAILABLE | false",
                "503 | busy | ISSUER_UNAVAILABLE | false",
                "500 | {\"error\":\"invalid_grant\"} | ISSUER_UNAVAILABLE | false",
            })
    void what_gives_no_token_says_whether_that_will_stay_so(int status, String json, Refusal refusal, boolean ended) {
        assertThat(read(status, json, null)).isEqualTo(new Answer.Refused(refusal, ended, ""));
    }

    private static Answer withIdToken(String claims) {
        String token = Opaque.text(bytes("{}")) + "." + Opaque.text(bytes(claims)) + ".s";
        return read(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}", "n");
    }

    @Test
    void an_id_token_must_be_of_this_sign_in() {
        String sound = "{\"iss\":\"%s\",\"aud\":\"gateway\",\"nonce\":\"n\",\"exp\":%d}"
                .formatted(ISSUER, NOW.getEpochSecond() + 60);

        assertThat(withIdToken(sound)).isInstanceOf(Answer.Granted.class);
        assertThat(withIdToken(sound.replace("\"gateway\"", "[\"x\",\"gateway\"]")))
                .isInstanceOf(Answer.Granted.class);
        for (String wrong : List.of(
                sound.replace("\"n\"", "\"m\""),
                sound.replace("\"gateway\"", "\"other\""),
                sound.replace("\"gateway\"", "[]"),
                sound.replace(ISSUER, "https://evil.example"),
                sound.replace("\"exp\"", "\"exq\""),
                sound.replaceAll("\"exp\":\\d+", "\"exp\":" + (NOW.getEpochSecond() - 400)),
                "[]")) {
            assertThat(withIdToken(wrong)).as(wrong).isInstanceOf(Answer.Refused.class);
        }
        for (String token : List.of("x", "a.b", "a.!.c", "a.b.c.d")) {
            assertThat(read(
                            200,
                            "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}",
                            "n"))
                    .as(token)
                    .isInstanceOf(Answer.Refused.class);
        }
        assertThat(read(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}", "n"))
                .as("none at all")
                .isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"RSA, PS256", "EC, ES256"})
    void a_certificate_signs_for_the_gateway(String algorithm, String name) throws Exception {
        Pkcs12.KeyEntry identity =
                Pkcs12.read(Files.readAllBytes(KeyFiles.make(directory, "gateway", algorithm, "secret")), "secret");

        String assertion = ClientAssertion.make(identity, "client", "https://login.example/t", "id", NOW);

        String[] parts = assertion.split("\\.");
        String header = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        assertThat(header)
                .isEqualTo("{\"alg\":\"" + name + "\",\"typ\":\"JWT\",\"x5t#S256\":\""
                        + Opaque.text(Opaque.sha256(identity.chain().getFirst().getEncoded())) + "\"}");
        assertThat(claims)
                .isEqualTo(("{\"iss\":\"client\",\"sub\":\"client\",\"aud\":\"https://login.example/t\",\"jti\":\"id\","
                                + "\"iat\":%1$d,\"nbf\":%1$d,\"exp\":%2$d}")
                        .formatted(NOW.getEpochSecond(), NOW.getEpochSecond() + 300));
        boolean curve = algorithm.equals("EC");
        Signature signature = Signature.getInstance(curve ? "SHA256withECDSAinP1363Format" : "RSASSA-PSS");
        if (!curve) {
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        }
        signature.initVerify(identity.chain().getFirst().getPublicKey());
        signature.update(bytes(parts[0] + "." + parts[1]));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }
}

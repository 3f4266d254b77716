package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The issuers that the other tests take tokens from are what those tests take them for. */
@NeedsNode
class IssuersIT {
    private static final URI RESOURCE = URI.create("http://localhost:1/weather/mcp");

    @AutoClose
    private static final OidcIssuer OIDC = OidcIssuer.start("issuers", 0);

    @AutoClose
    private static final EntraIssuer ENTRA = EntraIssuer.start("issuers", 0);

    @Test
    void theFirstPutsTheResourceIntoTheAudience() throws Exception {
        JsonNode claims = Jwt.claims(OIDC.token(OidcIssuer.ROBOT, OidcIssuer.READ, RESOURCE));

        assertThat(claims.path("aud").asText()).isEqualTo(RESOURCE.toString());
        assertThat(claims.path("scope").asText()).isEqualTo(OidcIssuer.READ);
        assertThat(claims.path("iss").asText()).isEqualTo(OIDC.url().toString());
    }

    @ParameterizedTest
    @CsvSource({"robot, 300", "sprinter, " + OidcIssuer.SPRINT_SECONDS})
    void theFirstsTokensLive(String client, int seconds) throws Exception {
        JsonNode claims = Jwt.claims(OIDC.token(client, OidcIssuer.READ, RESOURCE));

        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(seconds);
    }

    @Test
    void theSecondHasTokensOfTwoVersions() throws Exception {
        JsonNode first = Jwt.claims(ENTRA.token(1, "weather.read"));
        JsonNode second = Jwt.claims(ENTRA.token(2, "weather.read"));

        assertThat(first.path("iss").asText()).isEqualTo(ENTRA.issuerOfVersion1());
        assertThat(first.path("aud").asText()).isEqualTo(ENTRA.api());
        assertThat(first.path("appid").asText()).isEqualTo(EntraIssuer.DESKTOP_APP);
        assertThat(second.path("iss").asText()).isEqualTo(ENTRA.issuer());
        assertThat(second.path("aud").asText()).isEqualTo(ENTRA.apiId());
        assertThat(second.path("azp").asText()).isEqualTo(EntraIssuer.DESKTOP_APP);
        assertThat(List.of(first, second))
                .allSatisfy(claims -> assertThat(claims.path("scp").asText()).isEqualTo("weather.read"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server/%s/v2.0",
                "/%s/v2.0/.well-known/oauth-authorization-server",
                "/.well-known/openid-configuration/%s/v2.0"
            })
    void theSecondHasNoMetadataWhereMcpClientsLookFirst(String path) throws Exception {
        assertThat(Http.get(ENTRA.host().resolve(path.formatted(ENTRA.tenant())), null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theSecondRegistersNobody() throws Exception {
        Http.Answer metadata = Http.get(URI.create(ENTRA.issuer() + "/.well-known/openid-configuration"), null);

        assertThat(Json.read(metadata.body()).path("issuer").asText()).isEqualTo(ENTRA.issuer());
        assertThat(Json.read(metadata.body()).has("registration_endpoint")).isFalse();
    }

    @Test
    void theSecondRejectsAResource() throws Exception {
        Map<String, String> fields = Map.of("grant_type", "client_credentials", "scope", "api://weather/.default");
        Map<String, String> more = new HashMap<>(fields);
        more.put("resource", RESOURCE.toString());
        URI token = ENTRA.host().resolve("/" + ENTRA.tenant() + "/oauth2/v2.0/token");

        assertThat(Http.form(token, fields, EntraIssuer.WEB_APP, EntraIssuer.WEB_SECRET)
                        .status())
                .isEqualTo(200);
        Http.Answer refused = Http.form(token, more, EntraIssuer.WEB_APP, EntraIssuer.WEB_SECRET);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("AADSTS9010010");
    }
}

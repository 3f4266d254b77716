package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens of real issuers open a server, and what the others are answered. */
@NeedsNode
@ExtendWith(Fixtures.class)
class TokenChecksIT {
    /** What is wrong with a token that is signed by the right key; without a value the claim is missing. */
    record Wrong(String claim, Object value) {
        String token(EntraIssuer issuer) throws Exception {
            return value == null
                    ? issuer.tokenWithout(OidcIssuer.READ, claim)
                    : issuer.token(2, Map.of("scp", OidcIssuer.READ), Map.of(claim, value));
        }
    }

    static Stream<Wrong> wrongs() {
        return Stream.of(
                new Wrong("aud", "api://calendar"),
                new Wrong("aud", null),
                new Wrong("iss", "http://localhost:1/11111111-0000-4000-8000-000000000000/v2.0"),
                new Wrong("iss", null),
                new Wrong("exp", Instant.now().minusSeconds(120).getEpochSecond()),
                new Wrong("exp", null),
                new Wrong("nbf", Instant.now().plusSeconds(120).getEpochSecond()));
    }

    @Test
    void aTokenForTheServerOpensIt(Secured secured) throws Exception {
        Http.Answer answer =
                Rpc.initialize(secured.url(Secured.WEATHER), secured.token(OidcIssuer.READ, Secured.WEATHER));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(Rpc.message(answer).at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void tokensOfBothVersionsOfEntraOpenTheServer(int version, Secured secured) throws Exception {
        Http.Answer answer = Rpc.initialize(secured.url(Secured.ENTRA), secured.entra.token(version, OidcIssuer.READ));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void aTokenWithAWrongClaimIsRefused(Wrong wrong, Secured secured) throws Exception {
        assertInvalid(secured, Secured.ENTRA, wrong.token(secured.entra));
    }

    @Test
    void aTokenForAnotherServerOfTheSameGatewayIsRefused(Secured secured) throws Exception {
        String token = secured.token(OidcIssuer.READ, Secured.STEP_UP);

        assertThat(Rpc.initialize(secured.url(Secured.STEP_UP), token).status()).isEqualTo(200);
        assertInvalid(secured, Secured.WEATHER, token);
    }

    @Test
    void aTokenOfAnotherIssuerIsRefused(Secured secured) throws Exception {
        assertInvalid(
                secured,
                Secured.WEATHER,
                secured.entra.token(
                        2,
                        Map.of("scp", OidcIssuer.READ),
                        Map.of("aud", secured.url(Secured.WEATHER).toString())));
    }

    /** Same claims, and it says it is of the issuer; only the key is another's. */
    @Test
    void aTokenThatAnotherSignedInTheIssuersNameIsRefused(Secured secured) throws Exception {
        assertInvalid(
                secured,
                Secured.WEATHER,
                secured.entra.token(
                        2,
                        Map.of("scope", OidcIssuer.READ),
                        Map.of(
                                "aud",
                                secured.url(Secured.WEATHER).toString(),
                                "iss",
                                secured.oidc.url().toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    void whatIsNoTokenIsRefused(String token, Secured secured) throws Exception {
        Http.Answer answer = Rpc.initialize(secured.url(Secured.WEATHER), token);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(Challenge.of(answer).get("resource_metadata"))
                .isEqualTo(secured.metadata(Secured.WEATHER).toString());
    }

    @Test
    void aSignatureThatWasChangedIsRefused(Secured secured) throws Exception {
        String token = secured.token(OidcIssuer.READ, Secured.WEATHER);
        int middle = token.lastIndexOf('.') + 100;
        String changed =
                token.substring(0, middle) + (token.charAt(middle) == 'A' ? 'B' : 'A') + token.substring(middle + 1);

        assertInvalid(secured, Secured.WEATHER, changed);
    }

    @Test
    void aTokenInTheQueryIsNotLookedAt(Secured secured) throws Exception {
        URI url = URI.create(
                secured.url(Secured.WEATHER) + "?access_token=" + secured.token(OidcIssuer.READ, Secured.WEATHER));

        assertThat(Rpc.initialize(url, null).status()).isBetween(400, 401);
    }

    @ParameterizedTest
    @CsvSource({"GET, " + Secured.WEATHER, "DELETE, " + Secured.WEATHER, "GET, " + Secured.WEATHER_SSE})
    void everyMethodIsChecked(String method, String path, Secured secured) throws Exception {
        String[] headers = Challenge.with(secured.token(OidcIssuer.READ, Secured.NOTES), "Accept", "text/event-stream");

        Http.Answer answer = method.equals("DELETE")
                ? Http.delete(secured.url(path), headers)
                : Http.get(secured.url(path), null, headers);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(Challenge.of(answer).get("error")).isEqualTo("invalid_token");
    }

    @Test
    void withoutTheServersScopeTheAnswerNamesIt(Secured secured) throws Exception {
        Http.Answer answer =
                Rpc.initialize(secured.url(Secured.WEATHER), secured.token(OidcIssuer.ALERTS, Secured.WEATHER));

        assertLacksScope(answer, secured, OidcIssuer.READ);
    }

    @Test
    void aToolsScopeIsAskedForTogetherWithTheServers(Secured secured) throws Exception {
        String token = secured.token(OidcIssuer.READ, Secured.WEATHER);
        URI url = secured.url(Secured.WEATHER);

        Http.Answer answer = Rpc.call(url, token, Rpc.session(url, token), Weather.ALERTS_CALL);

        assertLacksScope(answer, secured, OidcIssuer.READ, OidcIssuer.ALERTS);
        assertThat(Json.read(answer.body()).path("id").asText()).isEqualTo("call-1");
    }

    @Test
    void aTokenWithTheToolsScopeCallsIt(Secured secured) throws Exception {
        String token = secured.token(OidcIssuer.BOTH, Secured.WEATHER);
        URI url = secured.url(Secured.WEATHER);

        Http.Answer answer = Rpc.call(url, token, Rpc.session(url, token), Weather.ALERTS_CALL);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode message = Rpc.message(answer);
        assertThat(message.has("result")).as(message.toString()).isTrue();
    }

    @Test
    void aSessionBelongsToWhoOpenedIt(Secured secured) throws Exception {
        URI url = secured.url(Secured.WEATHER);
        String session = Rpc.session(url, secured.token(OidcIssuer.READ, Secured.WEATHER));
        String again = secured.token(OidcIssuer.READ, Secured.WEATHER);
        String another = secured.oidc.token(OidcIssuer.SPRINTER, OidcIssuer.READ, url);

        assertThat(Rpc.call(url, again, session, Weather.FORECAST).status()).isEqualTo(200);
        assertThat(Rpc.call(url, another, session, Weather.FORECAST).status()).isEqualTo(404);
        assertThat(Rpc.call(url, null, session, Weather.FORECAST).status()).isEqualTo(401);
    }

    private static void assertInvalid(Secured secured, String path, String token) throws Exception {
        Http.Answer answer = Rpc.initialize(secured.url(path), token);

        assertThat(answer.status()).as(answer.body()).isEqualTo(401);
        Challenge challenge = Challenge.of(answer);
        assertThat(challenge.get("error")).isEqualTo("invalid_token");
        assertThat(challenge.get("error_description")).isNotBlank().doesNotContain(token);
        assertThat(challenge.get("resource_metadata"))
                .isEqualTo(secured.metadata(path).toString());
        assertThat(Json.read(answer.body()).path("id").asText()).isEqualTo("first");
    }

    private static void assertLacksScope(Http.Answer answer, Secured secured, String... scopes) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        Challenge challenge = Challenge.of(answer);
        assertThat(challenge.get("error")).isEqualTo("insufficient_scope");
        assertThat(challenge.scopes()).containsExactlyInAnyOrderElementsOf(Arrays.asList(scopes));
        assertThat(challenge.get("resource_metadata"))
                .isEqualTo(secured.metadata(Secured.WEATHER).toString());
    }
}

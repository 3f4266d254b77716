package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that ask for a subscription key and a token, or for one of them. */
@NeedsNode
@ExtendWith(Fixtures.class)
class KeysAndTokensIT {
    @ParameterizedTest
    @CsvSource({
        Secured.BOTH + ", true, true, 200",
        Secured.BOTH + ", true, false, 401",
        Secured.BOTH + ", false, true, 401",
        Secured.BOTH + ", false, false, 401",
        Secured.EITHER + ", true, true, 200",
        Secured.EITHER + ", true, false, 200",
        Secured.EITHER + ", false, true, 200",
        Secured.EITHER + ", false, false, 401"
    })
    void aCallShowsWhatTheServerAsksFor(String path, boolean key, boolean token, int status, Secured secured)
            throws Exception {
        Http.Answer answer = Http.post(
                secured.url(path),
                key ? secured.key : null,
                Rpc.INITIALIZE,
                Challenge.with(token ? secured.token(OidcIssuer.READ, path) : null));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        if (token) {
            // Signing in does not bring the key that is missing.
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        } else if (status == 401) {
            assertThat(Challenge.of(answer).get("resource_metadata"))
                    .isEqualTo(secured.metadata(path).toString());
        }
    }

    /** Whatever is shown is checked: a good token does not make up for a bad key, nor a good key for a bad token. */
    @ParameterizedTest
    @ValueSource(strings = {Secured.BOTH, Secured.EITHER})
    void oneThatIsWrongIsRefusedBesideAGoodOne(String path, Secured secured) throws Exception {
        String token = secured.token(OidcIssuer.READ, path);

        assertThat(Http.post(secured.url(path), "wrong", Rpc.INITIALIZE, Challenge.with(token))
                        .status())
                .isEqualTo(401);
        assertThat(Http.post(secured.url(path), secured.key, Rpc.INITIALIZE, Challenge.with("wrong"))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aPersonSignsInBesideAKey(String sdk, Secured secured) {
        Visit visit = SignIn.person(sdk, secured.url(Secured.BOTH))
                .with("key", secured.key)
                .visit(Weather.FORECAST)
                .succeeded();

        assertThat(visit.step("called").path("isError").asBoolean())
                .as(visit.said())
                .isFalse();
    }

    /** Signing in does not help who lacks the key, and the client is told so instead of going round in circles. */
    @Test
    void withoutTheKeySigningInIsNotEnough(Secured secured) {
        Visit visit = SignIn.person("v2", secured.url(Secured.BOTH)).visit(Weather.FORECAST);

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
        assertThat(visit.all("connected")).isEmpty();
    }
}

package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An issuer changes its keys while calls go on. */
class RotationTest {

    private static final int ROUNDS = 6;
    private static final int CALLS = 60;

    private final TokenFixture tokens = new TokenFixture();
    private final AtomicInteger serial = new AtomicInteger();

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private String token(TestIssuer issuer, SignerKey key) {
        return TestToken.of(issuer.url())
                .claim("exp", TestToken.NOW.getEpochSecond() + 1_000_000)
                .claim("jti", serial.incrementAndGet())
                .sign(key);
    }

    @Test
    void no_valid_call_fails_and_no_old_key_is_accepted_once_its_set_is_refreshed() throws Exception {
        SignerKey current = SignerKey.of("rotating-0", "ES256");
        TestIssuer issuer = TestIssuer.start(tokens.vertx, current);
        TokenRules rules = TokenFixture.trusting(issuer).build();

        for (int round = 1; round <= ROUNDS; round++) {
            SignerKey next = SignerKey.of("rotating-" + round, "ES256");
            List<Future<TokenDecision>> before = calls(issuer, rules, current);
            for (Future<TokenDecision> call : before) {
                assertThat(TokenFixture.get(call))
                        .as("round %d, old key", round)
                        .isInstanceOf(TokenDecision.Valid.class);
            }
            String remembered = token(issuer, current);
            assertThat(tokens.valid(rules, remembered)).isTrue();

            // From here on the issuer signs with the next key alone, and says so only when asked.
            issuer.publish(next);
            for (Future<TokenDecision> call : calls(issuer, rules, next)) {
                assertThat(TokenFixture.get(call))
                        .as("round %d, new key", round)
                        .isInstanceOf(TokenDecision.Valid.class);
            }

            assertThat(tokens.reason(rules, remembered)).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
            for (Future<TokenDecision> call : calls(issuer, rules, current)) {
                assertThat(TokenFixture.get(call))
                        .as("round %d, key that was dropped", round)
                        .isInstanceOf(TokenDecision.Invalid.class);
            }
            assertThat(issuer.fetches()).isEqualTo(round + 1);
            current = next;
            tokens.pass(Duration.ofMinutes(5));
        }
    }

    private List<Future<TokenDecision>> calls(TestIssuer issuer, TokenRules rules, SignerKey key) {
        List<Future<TokenDecision>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(tokens.ask(rules, token(issuer, key)));
        }
        return calls;
    }
}

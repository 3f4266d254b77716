package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
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

    /** The way that careful issuers go: the next key is published before it signs, the old one is taken back after its last token. */
    @Test
    void calls_that_never_stop_notice_nothing_of_an_orderly_change() throws Exception {
        AtomicReference<SignerKey> signing = new AtomicReference<>(SignerKey.of("orderly-0", "ES256"));
        TestIssuer issuer = TestIssuer.start(tokens.vertx, signing.get());
        TokenRules rules = TokenFixture.trusting(issuer).build();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger judged = new AtomicInteger();
        Queue<TokenDecision> refused = new ConcurrentLinkedQueue<>();
        Thread callers = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                List<Future<TokenDecision>> calls = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    calls.add(tokens.ask(rules, token(issuer, signing.get())));
                }
                for (Future<TokenDecision> call : calls) {
                    TokenDecision decision =
                            call.toCompletionStage().toCompletableFuture().join();
                    judged.incrementAndGet();
                    if (!(decision instanceof TokenDecision.Valid)) {
                        refused.add(decision);
                    }
                }
            }
        });

        for (int round = 1; round <= ROUNDS; round++) {
            SignerKey old = signing.get();
            SignerKey next = SignerKey.of("orderly-" + round, "ES256");
            issuer.publish(old, next);
            String last = token(issuer, old);
            assertThat(tokens.valid(rules, last)).isTrue();
            signing.set(next);
            int seen = judged.get();
            // Those that were signed with the old key and were on their way are over after so many.
            Awaitility.await().until(() -> judged.get() > seen + 30);
            issuer.publish(next);
            long fetches = issuer.fetches();
            tokens.pass(Duration.ofHours(1));
            Awaitility.await().until(() -> issuer.fetches() > fetches);
            Awaitility.await().until(() -> tokens.reason(rules, last) == Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        }
        over.set(true);
        callers.join(20_000);

        assertThat(refused).isEmpty();
        assertThat(judged.get()).isGreaterThan(ROUNDS * 30);
    }

    /** A change that is undone, or one answer of a replica that lags behind. */
    @Test
    void a_key_that_is_published_again_is_looked_for_again_after_five_minutes() throws Exception {
        SignerKey first = SignerKey.of("undone-1", "ES256");
        SignerKey second = SignerKey.of("undone-2", "ES256");
        TestIssuer issuer = TestIssuer.start(tokens.vertx, first);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        assertThat(tokens.valid(rules, token(issuer, first))).isTrue();
        issuer.publish(second);
        assertThat(tokens.valid(rules, token(issuer, second))).isTrue();
        assertThat(issuer.fetches()).isEqualTo(2);

        tokens.pass(Duration.ofMinutes(6));
        issuer.publish(first);
        for (Future<TokenDecision> call : calls(issuer, rules, first)) {
            assertThat(TokenFixture.get(call)).isInstanceOf(TokenDecision.Valid.class);
        }
        assertThat(issuer.fetches()).isEqualTo(3);

        issuer.publish(second);
        tokens.pass(Duration.ofMinutes(4));
        assertThat(tokens.reason(rules, token(issuer, second))).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        assertThat(issuer.fetches()).isEqualTo(3);
        tokens.pass(Duration.ofMinutes(1));
        assertThat(tokens.valid(rules, token(issuer, second))).isTrue();
        assertThat(issuer.fetches()).isEqualTo(4);
    }

    /** Callers whose tokens outlive their key come all the time; the look is for those of a key that is new. */
    @Test
    void tokens_of_a_key_that_was_just_taken_back_do_not_use_up_the_look_for_a_new_one() throws Exception {
        SignerKey first = SignerKey.of("taken-1", "ES256");
        SignerKey second = SignerKey.of("taken-2", "ES256");
        SignerKey third = SignerKey.of("taken-3", "ES256");
        TestIssuer issuer = TestIssuer.start(tokens.vertx, first, second);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        assertThat(tokens.valid(rules, token(issuer, first))).isTrue();
        issuer.publish(second);
        tokens.pass(Duration.ofHours(1));
        Awaitility.await().until(() -> tokens.reason(rules, token(issuer, first)) != null);
        assertThat(issuer.fetches()).isEqualTo(2);

        issuer.publish(third);
        tokens.pass(Duration.ofMinutes(4));
        assertThat(tokens.reason(rules, token(issuer, first))).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        assertThat(tokens.valid(rules, token(issuer, third))).isTrue();
        assertThat(issuer.fetches()).isEqualTo(3);
    }

    private List<Future<TokenDecision>> calls(TestIssuer issuer, TokenRules rules, SignerKey key) {
        List<Future<TokenDecision>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(tokens.ask(rules, token(issuer, key)));
        }
        return calls;
    }
}

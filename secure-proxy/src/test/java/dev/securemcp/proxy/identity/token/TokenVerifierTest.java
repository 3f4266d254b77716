package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of issuers whose keys are fetched over sockets: what is remembered, when keys are fetched, what happens in faults. */
class TokenVerifierTest {

    private static final SignerKey FIRST = SignerKey.of("first", "RS256");
    private static final SignerKey SECOND = SignerKey.of("second", "ES256");
    private static final SignerKey THIRD = SignerKey.of("third", "EdDSA");

    private TokenFixture tokens = new TokenFixture();

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private TestIssuer issuer(SignerKey... keys) throws Exception {
        return TestIssuer.start(tokens.vertx, keys);
    }

    @Test
    void a_token_of_an_issuer_is_valid_and_keys_are_fetched_once() throws Exception {
        TestIssuer issuer = issuer(FIRST, SECOND, THIRD);
        TokenRules rules = TokenFixture.trusting(issuer).build();

        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(FIRST))).isTrue();
        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(SECOND))).isTrue();
        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(THIRD))).isTrue();
        assertThat(issuer.asked()).containsExactly("/.well-known/openid-configuration", "/keys");
        assertThat(tokens.reason(rules, TestToken.of("https://other.example").sign(FIRST)))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void many_first_calls_share_one_fetch() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();

        List<Future<TokenDecision>> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(
                    tokens.ask(rules, TestToken.of(issuer.url()).claim("jti", i).sign(FIRST)));
        }

        for (Future<TokenDecision> one : asked) {
            assertThat(TokenFixture.get(one)).isInstanceOf(TokenDecision.Valid.class);
        }
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void a_token_that_was_valid_is_known_at_once_until_a_minute_has_passed_or_it_ends() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String token = TestToken.of(issuer.url()).sign(FIRST);
        String brief = TestToken.of(issuer.url())
                .claim("exp", TestToken.NOW.getEpochSecond() + 10)
                .sign(FIRST);
        assertThat(tokens.valid(rules, token)).isTrue();
        assertThat(tokens.valid(rules, brief)).isTrue();

        assertThat(tokens.verifier.validate(rules, token).isComplete()).isTrue();
        assertThat(tokens.verifier.validate(rules, token)).isSameAs(tokens.verifier.validate(rules, token));
        assertThat(tokens.count("proxy.token.lookups", "result", "hit")).isEqualTo(3);
        assertThat(tokens.count("proxy.token.lookups", "result", "miss")).isEqualTo(2);

        tokens.pass(Duration.ofSeconds(10));
        assertThat(tokens.reason(rules, brief)).isEqualTo(Reason.TOKEN_EXPIRED);
        tokens.pass(Duration.ofMillis(49_999));
        assertThat(tokens.verifier.validate(rules, token).isComplete()).isTrue();
        tokens.pass(Duration.ofMillis(1));
        assertThat(tokens.valid(rules, token)).isTrue();
        assertThat(tokens.count("proxy.token.lookups", "result", "miss")).isEqualTo(4);
    }

    @Test
    void what_one_rule_has_found_valid_says_nothing_to_another() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        String token = TestToken.of(issuer.url()).sign(FIRST);

        assertThat(tokens.valid(
                        TokenFixture.trusting(issuer).audiences(List.of("api")).build(), token))
                .isTrue();
        assertThat(tokens.reason(
                        TokenFixture.trusting(issuer).audiences(List.of("else")).build(), token))
                .isEqualTo(Reason.TOKEN_AUDIENCE_NOT_ALLOWED);
    }

    @Test
    void a_refused_token_is_not_remembered() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String early = TestToken.of(issuer.url())
                .claim("nbf", TestToken.NOW.getEpochSecond() + 1)
                .sign(FIRST);

        assertThat(tokens.reason(rules, early)).isEqualTo(Reason.JWT_INVALID);
        tokens.pass(Duration.ofSeconds(1));
        assertThat(tokens.valid(rules, early)).isTrue();
    }

    @Test
    void nothing_is_remembered_where_the_memory_has_no_room() throws Exception {
        tokens.close();
        tokens = new TokenFixture(new TokenSettings(16 << 10, 1, 10, 0, Duration.ofSeconds(60), TokenFixture.KEY_SETS));
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String token = TestToken.of(issuer.url()).sign(FIRST);

        assertThat(tokens.valid(rules, token)).isTrue();
        assertThat(tokens.valid(rules, token)).isTrue();
        assertThat(tokens.count("proxy.token.lookups", "result", "hit")).isZero();
    }

    @Test
    void the_answer_comes_on_the_callers_event_loop_and_the_work_is_done_elsewhere() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        Context mine = tokens.vertx.getOrCreateContext();
        AtomicReference<Thread> asked = new AtomicReference<>();
        Promise<Thread> answered = Promise.promise();

        mine.runOnContext(go -> {
            asked.set(Thread.currentThread());
            tokens.verifier
                    .validate(rules, TestToken.of(issuer.url()).sign(FIRST))
                    .onComplete(done -> answered.complete(Thread.currentThread()));
        });

        assertThat(TokenFixture.get(answered.future())).isSameAs(asked.get());
    }

    @Test
    void a_token_that_is_too_long_is_refused_unread() throws Exception {
        assertThat(tokens.reason(TokenRules.builder().build(), "x".repeat((16 << 10) + 1)))
                .isEqualTo(Reason.JWT_INVALID);
    }

    @Test
    void more_tokens_than_there_are_places_for_are_refused_and_the_places_come_back() throws Exception {
        tokens.close();
        tokens = new TokenFixture(
                new TokenSettings(16 << 10, 1, 3, 1 << 20, Duration.ofSeconds(60), TokenFixture.KEY_SETS));
        TestIssuer issuer = issuer(FIRST);
        Promise<Void> released = Promise.promise();
        String keys = "{\"keys\":[" + FIRST.jwk() + "]}";
        issuer.page("/keys", request -> released.future()
                .onSuccess(go -> request.response().end(keys)));
        TokenRules rules = TokenFixture.trusting(issuer).build();

        List<Future<TokenDecision>> asked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            asked.add(
                    tokens.ask(rules, TestToken.of(issuer.url()).claim("jti", i).sign(FIRST)));
        }

        assertThat(TokenFixture.get(asked.get(3))).isInstanceOf(TokenDecision.Unavailable.class);
        assertThat(TokenFixture.get(asked.get(4))).isInstanceOf(TokenDecision.Unavailable.class);
        assertThat(tokens.metrics.get("proxy.token.queue").gauge().value()).isEqualTo(3);
        released.complete();
        for (Future<TokenDecision> one : asked.subList(0, 3)) {
            assertThat(TokenFixture.get(one)).isInstanceOf(TokenDecision.Valid.class);
        }
        assertThat(tokens.metrics.get("proxy.token.queue").gauge().value()).isZero();
        assertThat(tokens.count("proxy.tokens", "outcome", "unavailable")).isEqualTo(2);
        assertThat(tokens.count("proxy.tokens", "outcome", "valid")).isEqualTo(3);
    }

    @Test
    void the_same_new_token_is_verified_once_for_all_who_show_it_at_the_same_time() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String token = TestToken.of(issuer.url()).sign(FIRST);

        List<Future<TokenDecision>> asked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            asked.add(tokens.ask(rules, token));
        }

        for (Future<TokenDecision> one : asked) {
            assertThat(TokenFixture.get(one)).isInstanceOf(TokenDecision.Valid.class);
        }
        assertThat(tokens.count("proxy.tokens", "outcome", "valid")).isEqualTo(1);
    }

    @Test
    void an_issuer_that_is_down_at_the_start_is_noticed_when_it_is_back() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        issuer.down();
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String token = TestToken.of(issuer.url()).sign(FIRST);

        assertThat(tokens.judge(rules, token)).isInstanceOf(TokenDecision.Unavailable.class);
        assertThat(tokens.judge(rules, token)).isInstanceOf(TokenDecision.Unavailable.class);
        assertThat(tokens.count("proxy.keyset.fetches", "outcome", "failed")).isEqualTo(1);
        for (int i = 2; i <= 20; i++) {
            int failed = i;
            tokens.pass(Duration.ofSeconds(5));
            Awaitility.await().untilAsserted(() -> assertThat(tokens.count("proxy.keyset.fetches", "outcome", "failed"))
                    .isEqualTo(failed));
        }
        issuer.up();
        tokens.pass(Duration.ofSeconds(5));

        Awaitility.await().until(() -> tokens.valid(rules, token));
    }

    @Test
    void an_issuer_that_goes_down_later_takes_nothing_with_it_for_a_day() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        TestToken token = TestToken.of(issuer.url()).claim("exp", TestToken.NOW.getEpochSecond() + 1_000_000);
        assertThat(tokens.valid(rules, token.sign(FIRST))).isTrue();
        issuer.down();

        for (int hour = 1; hour < 24; hour++) {
            tokens.pass(Duration.ofHours(1));
            assertThat(tokens.valid(rules, token.claim("jti", hour).sign(FIRST)))
                    .as("hour %d", hour)
                    .isTrue();
        }
        tokens.pass(Duration.ofHours(1));
        assertThat(tokens.judge(rules, token.claim("jti", 24).sign(FIRST)))
                .isInstanceOf(TokenDecision.Unavailable.class);
    }

    @Test
    void keys_are_fetched_in_the_background_every_hour() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        TestToken token = TestToken.of(issuer.url()).claim("exp", TestToken.NOW.getEpochSecond() + 1_000_000);

        for (int hour = 0; hour < 5; hour++) {
            int expected = hour + 1;
            assertThat(tokens.valid(rules, token.claim("jti", hour).sign(FIRST)))
                    .isTrue();
            // Counted when the keys have been taken: the issuer has answered a moment before.
            Awaitility.await().untilAsserted(() -> assertThat(tokens.metrics
                            .get("proxy.keyset.fetches")
                            .tag("outcome", "ok")
                            .counter()
                            .count())
                    .isEqualTo(expected));
            assertThat(issuer.fetches()).isEqualTo(expected);
            tokens.pass(Duration.ofHours(1));
        }
    }

    @Test
    void a_set_that_nobody_asks_for_is_not_kept_fresh_and_comes_back_when_asked_for() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        TestToken token = TestToken.of(issuer.url()).claim("exp", TestToken.NOW.getEpochSecond() + 1_000_000);
        assertThat(tokens.valid(rules, token.sign(FIRST))).isTrue();

        tokens.pass(Duration.ofHours(3));
        issuer.publish(SECOND);

        assertThat(tokens.valid(rules, token.sign(SECOND))).isTrue();
        assertThat(tokens.reason(rules, token.claim("jti", 1).sign(FIRST)))
                .isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
    }

    @Test
    void a_storm_of_unknown_keys_costs_the_issuer_one_fetch_in_five_minutes() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(FIRST))).isTrue();

        for (int minute = 0; minute < 10; minute++) {
            for (int i = 0; i < 20; i++) {
                String unknown = TestToken.of(issuer.url())
                        .header("kid", minute + "-" + i)
                        .sign(THIRD);
                assertThat(tokens.reason(rules, unknown)).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
            }
            assertThat(issuer.fetches()).as("minute %d", minute).isEqualTo(minute < 5 ? 2 : 3);
            tokens.pass(Duration.ofMinutes(1));
        }
    }

    @Test
    void tokens_that_are_not_the_issuers_make_nobody_ask_it() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(FIRST))).isTrue();

        tokens.reason(rules, TestToken.of("https://other.example").sign(THIRD));
        tokens.reason(rules, TestToken.of(issuer.url()).header("kid", "x").sign("HS256", new byte[32]));
        tokens.reason(rules, TestToken.of(issuer.url()).header("kid", "first").sign(SignerKey.of("x", "RS256")));

        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void a_new_key_is_taken_and_the_old_one_is_accepted_no_more() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String old = TestToken.of(issuer.url()).sign(FIRST);
        assertThat(tokens.valid(rules, old)).isTrue();
        assertThat(tokens.verifier.validate(rules, old).isComplete()).isTrue();

        issuer.publish(SECOND);
        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(SECOND))).isTrue();

        assertThat(tokens.verifier.validate(rules, old).isComplete())
                .as("what is remembered is forgotten")
                .isFalse();
        assertThat(tokens.reason(rules, old)).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        tokens.pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(tokens.reason(rules, old)).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        assertThat(issuer.fetches())
                .as("nobody is asked about a key that was just taken back")
                .isEqualTo(2);
        tokens.pass(Duration.ofSeconds(1));
        assertThat(tokens.reason(rules, old)).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        assertThat(issuer.fetches()).as("it may have been published again").isEqualTo(3);
        assertThat(tokens.metrics.get("proxy.token.cache.size").gauge().value())
                .as("only the new token is kept")
                .isLessThan(6_000);
    }

    @Test
    void a_key_of_the_same_name_with_another_content_is_another_key() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String old = TestToken.of(issuer.url()).sign(FIRST);
        assertThat(tokens.valid(rules, old)).isTrue();

        issuer.publish(
                new SignerKey("first", "RS256", SignerKey.of("x", "RS256").pair()));
        tokens.pass(Duration.ofMinutes(60));

        Awaitility.await().until(() -> tokens.reason(rules, old) == Reason.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void keys_without_names_can_be_changed_too() throws Exception {
        SignerKey nameless = new SignerKey(null, "RS256", FIRST.pair());
        SignerKey next = new SignerKey(null, "RS256", SignerKey.of("x", "RS256").pair());
        TestIssuer issuer = issuer(nameless);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(nameless)))
                .isTrue();

        issuer.publish(next);

        assertThat(tokens.valid(rules, TestToken.of(issuer.url()).sign(next))).isTrue();
        assertThat(tokens.reason(
                        rules, TestToken.of(issuer.url()).claim("jti", 1).sign(nameless)))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void keys_that_the_issuer_has_taken_back_are_accepted_no_more_even_if_none_is_left() throws Exception {
        TestIssuer issuer = issuer(FIRST);
        TokenRules rules = TokenFixture.trusting(issuer).build();
        String token = TestToken.of(issuer.url()).sign(FIRST);
        assertThat(tokens.valid(rules, token)).isTrue();

        issuer.publish();
        tokens.pass(Duration.ofMinutes(60));

        Awaitility.await().until(() -> tokens.reason(rules, token) == Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
    }

    @Test
    void one_of_several_issuers_being_down_does_not_concern_the_others() throws Exception {
        TestIssuer up = issuer(FIRST);
        TestIssuer down = issuer(SECOND);
        down.down();
        TokenRules rules = TokenFixture.trusting(down, up).build();

        assertThat(tokens.valid(rules, TestToken.of(up.url()).sign(FIRST))).isTrue();
        assertThat(tokens.judge(rules, TestToken.of(down.url()).sign(SECOND)))
                .isInstanceOf(TokenDecision.Unavailable.class);
    }

    @Test
    void an_issuer_cannot_speak_for_another_of_the_same_rules() throws Exception {
        TestIssuer good = issuer(FIRST);
        TestIssuer evil = issuer(SECOND);
        List<TokenRules> all = List.of(
                TokenFixture.trusting(good, evil).build(),
                TokenFixture.trusting(good, evil)
                        .issuers(List.of(good.url(), evil.url()))
                        .build());

        for (TokenRules rules : all) {
            assertThat(tokens.valid(rules, TestToken.of(good.url()).sign(FIRST)))
                    .isTrue();
            assertThat(tokens.valid(rules, TestToken.of(evil.url()).sign(SECOND)))
                    .isTrue();
            assertThat(tokens.reason(rules, TestToken.of(good.url()).sign(SECOND)))
                    .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        }
    }

    @Test
    void not_even_while_that_other_is_down() throws Exception {
        TestIssuer good = issuer(FIRST);
        TestIssuer evil = issuer(SECOND);
        good.down();
        TokenRules rules = TokenFixture.trusting(good, evil)
                .issuers(List.of(good.url(), evil.url()))
                .build();

        assertThat(tokens.valid(rules, TestToken.of(evil.url()).sign(SECOND))).isTrue();
        assertThat(tokens.valid(rules, TestToken.of(good.url()).sign(SECOND))).isFalse();
    }

    @Test
    void more_issuers_than_there_is_room_for_make_room_for_each_other() throws Exception {
        tokens.close();
        KeySetSettings two = new KeySetSettings(
                2,
                64 << 10,
                Duration.ofSeconds(5),
                Duration.ofHours(1),
                Duration.ofHours(24),
                Duration.ofMinutes(5),
                Set.of());
        tokens = new TokenFixture(new TokenSettings(16 << 10, 1, 10, 0, Duration.ofSeconds(60), two));
        TestIssuer often = issuer(FIRST);
        TokenRules oftenAsked = TokenFixture.trusting(often).build();

        for (int i = 0; i < 5; i++) {
            TestIssuer once = issuer(SECOND);
            assertThat(tokens.valid(oftenAsked, TestToken.of(often.url()).sign(FIRST)))
                    .isTrue();
            tokens.pass(Duration.ofMillis(1));
            assertThat(tokens.valid(
                            TokenFixture.trusting(once).build(),
                            TestToken.of(once.url()).sign(SECOND)))
                    .isTrue();
            tokens.pass(Duration.ofMillis(1));
        }

        assertThat(often.fetches()).isEqualTo(1);
        assertThat(tokens.metrics.find("proxy.keyset.age").gauges()).hasSize(2);
    }
}

package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.ConfiguredKey;
import dev.securemcp.proxy.exchange.token.TokenRules.RequiredClaim;
import dev.securemcp.proxy.identity.token.Verification.Outcome;
import dev.securemcp.proxy.mcp.Reason;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One token under rules, with a configured key: claims, algorithms and the tricks that are played with them. */
class VerificationTest {

    private static final String ISSUER = "https://issuer.example";
    private static final SignerKey KEY = SignerKey.of("k1", "RS256");
    private static final SignerKey OTHER = SignerKey.of("k2", "RS256");
    private static final byte[] SECRET = "a secret of thirty-two bytes, yes!".getBytes(StandardCharsets.US_ASCII);

    private static TokenRules.Builder rules() {
        return TokenRules.builder()
                .keys(List.of(new ConfiguredKey("k1", KEY.pair().getPublic())))
                .issuers(List.of(ISSUER))
                .audiences(List.of("api", "other"));
    }

    private static TokenRules with(SignerKey key) {
        return rules().keys(List.of(new ConfiguredKey(key.id(), key.pair().getPublic())))
                .build();
    }

    private static TokenDecision judge(TokenRules rules, String token) {
        return judge(rules, token, TestToken.NOW);
    }

    private static TokenDecision judge(TokenRules rules, String token, Instant now) {
        return switch (new Verification(rules, List.of(), now, Duration.ofMinutes(5)).run(token)) {
            case Outcome.Decided(TokenDecision decision, SigningKey signer) -> decision;
            case Outcome.KeyMissing(TokenDecision.Invalid otherwise) -> otherwise;
        };
    }

    private static Reason reason(TokenRules rules, String token) {
        return judge(rules, token) instanceof TokenDecision.Invalid(Reason reason, String message) ? reason : null;
    }

    private static Reason reason(UnaryOperator<TestToken> change) {
        return reason(rules().build(), change.apply(TestToken.of(ISSUER)).sign(KEY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed448"
            })
    void every_asymmetric_algorithm_is_verified(String algorithm) {
        SignerKey key = SignerKey.of("a", algorithm);

        String token = TestToken.of(ISSUER).sign(key);

        assertThat(judge(with(key), token)).isInstanceOf(TokenDecision.Valid.class);
        assertThat(reason(with(SignerKey.of("b", algorithm)), token)).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        SignerKey sameName =
                new SignerKey("a", algorithm, SignerKey.of("b", algorithm).pair());
        assertThat(reason(with(sameName), token)).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void a_shared_secret_verifies_where_it_is_configured(String algorithm) {
        byte[] secret = Arrays.copyOf(SECRET, 64);
        TokenRules rules = rules().keys(List.of(new ConfiguredKey(null, new SecretKeySpec(secret, "HMAC"))))
                .build();

        assertThat(judge(rules, TestToken.of(ISSUER).sign(algorithm, secret))).isInstanceOf(TokenDecision.Valid.class);
        secret[0]++;
        assertThat(reason(rules, TestToken.of(ISSUER).sign(algorithm, secret)))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void a_valid_token_says_what_it_says_and_when_it_ends() {
        String token = TestToken.of(ISSUER).claim("scp", "a b").sign(KEY);

        TokenDecision decision = judge(rules().clockSkew(Duration.ofSeconds(30)).build(), token);

        assertThat(decision).isInstanceOfSatisfying(TokenDecision.Valid.class, valid -> {
            assertThat(valid.token().subject()).isEqualTo("ada");
            assertThat(valid.token().algorithm()).isEqualTo("RS256");
            assertThat(valid.token().claims().get("scp")).containsExactly("a b");
            assertThat(valid.expires()).isEqualTo(TestToken.NOW.plusSeconds(3630));
        });
    }

    @Test
    void every_single_claim_that_is_wrong_has_its_reason() {
        long now = TestToken.NOW.getEpochSecond();

        assertThat(reason(token -> token)).isNull();
        assertThat(reason(token -> token.claim("iss", "https://issuer.example/")))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("iss", null))).isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("iss", List.of(ISSUER)))).isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("aud", "API"))).isEqualTo(Reason.TOKEN_AUDIENCE_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("aud", null))).isEqualTo(Reason.TOKEN_AUDIENCE_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("aud", List.of()))).isEqualTo(Reason.TOKEN_AUDIENCE_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("aud", List.of("x", "y")))).isEqualTo(Reason.TOKEN_AUDIENCE_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("aud", Map.of("api", "api"))))
                .isEqualTo(Reason.TOKEN_AUDIENCE_NOT_ALLOWED);
        assertThat(reason(token -> token.claim("aud", List.of("x", "api")))).isNull();
        assertThat(reason(token -> token.claim("exp", now - 1))).isEqualTo(Reason.TOKEN_EXPIRED);
        assertThat(reason(token -> token.claim("exp", null))).isEqualTo(Reason.TOKEN_CLAIM_NOT_FOUND);
        assertThat(reason(token -> token.claim("exp", "tomorrow"))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.claim("exp", Long.toString(now + 10)))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.claim("exp", 1e300))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.claim("nbf", now + 1))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.claim("nbf", Map.of()))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.claim("nbf", null).claim("iat", null))).isNull();
    }

    @Test
    void a_token_ends_to_the_second_and_clocks_may_differ_by_the_skew() {
        String token = TestToken.of(ISSUER).sign(KEY);
        TokenRules exact = rules().build();
        TokenRules lenient = rules().clockSkew(Duration.ofSeconds(60)).build();
        Instant end = TestToken.NOW.plusSeconds(3600);

        assertThat(judge(exact, token, end.minusMillis(1))).isInstanceOf(TokenDecision.Valid.class);
        assertThat(judge(exact, token, end)).isInstanceOf(TokenDecision.Invalid.class);
        assertThat(judge(lenient, token, end.plusMillis(59_999))).isInstanceOf(TokenDecision.Valid.class);
        assertThat(judge(lenient, token, end.plusSeconds(60))).isInstanceOf(TokenDecision.Invalid.class);
        assertThat(judge(exact, token, TestToken.NOW)).isInstanceOf(TokenDecision.Valid.class);
        assertThat(judge(exact, token, TestToken.NOW.minusMillis(1))).isInstanceOf(TokenDecision.Invalid.class);
        assertThat(judge(lenient, token, TestToken.NOW.minusSeconds(60))).isInstanceOf(TokenDecision.Valid.class);
        assertThat(judge(lenient, token, TestToken.NOW.minusMillis(60_001))).isInstanceOf(TokenDecision.Invalid.class);
    }

    @Test
    void a_token_without_an_end_passes_only_where_none_is_asked_for() {
        TokenRules endless = rules().expirationRequired(false).build();

        assertThat(judge(endless, TestToken.of(ISSUER).claim("exp", null).sign(KEY)))
                .isInstanceOfSatisfying(TokenDecision.Valid.class, valid -> assertThat(valid.expires())
                        .isEqualTo(Instant.MAX));
        assertThat(reason(endless, TestToken.of(ISSUER).claim("exp", 1).sign(KEY)))
                .isEqualTo(Reason.TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            nullValues = "-",
            value = {
                // values     | all   | separator | the claim      | what comes of it
                "a            | true  | \"\"      | a              | -",
                "a            | true  | \"\"      | b              | TOKEN_CLAIM_VALUE_NOT_ALLOWED",
                "a            | true  | \"\"      | A              | TOKEN_CLAIM_VALUE_NOT_ALLOWED",
                "a            | true  | \"\"      | -              | TOKEN_CLAIM_NOT_FOUND",
                "a,b          | true  | \"\"      | [a,b,c]        | -",
                "a,b          | true  | \"\"      | [a,c]          | TOKEN_CLAIM_VALUE_NOT_ALLOWED",
                "a,b          | false | \"\"      | [c,b]          | -",
                "a,b          | false | \"\"      | [c]            | TOKEN_CLAIM_VALUE_NOT_ALLOWED",
                "a            | false | \"\"      | a b            | TOKEN_CLAIM_VALUE_NOT_ALLOWED",
                "a            | false | \" \"     | b a            | -",
                "a,b          | true  | \" \"     | b a            | -",
                "a            | false | \" \"     | b,a            | TOKEN_CLAIM_VALUE_NOT_ALLOWED",
                "a            | false | \".\"     | bxa            | TOKEN_CLAIM_VALUE_NOT_ALLOWED",
                "\"\"         | true  | \"\"      | anything       | -",
                "\"\"         | false | \"\"      | -              | TOKEN_CLAIM_NOT_FOUND",
            })
    void required_claims_are_held_to(String values, boolean all, String separator, String claim, Reason expected) {
        List<String> wanted = values.isEmpty() ? List.of() : List.of(values.split(",", -1));
        Object has = claim == null
                ? null
                : claim.startsWith("[")
                        ? List.of(claim.substring(1, claim.length() - 1).split(",", -1))
                        : claim;
        TokenRules rules = rules().claims(List.of(new RequiredClaim("c", wanted, all, separator)))
                .build();

        assertThat(reason(rules, TestToken.of(ISSUER).claim("c", has).sign(KEY)))
                .isEqualTo(expected);
    }

    @Test
    void numbers_and_truth_values_are_compared_as_text() {
        TokenRules rules = rules().claims(List.of(
                        new RequiredClaim("ok", List.of("true"), true, ""),
                        new RequiredClaim("n", List.of("7"), true, "")))
                .build();

        assertThat(reason(
                        rules,
                        TestToken.of(ISSUER).claim("ok", true).claim("n", 7).sign(KEY)))
                .isNull();
        assertThat(reason(
                        rules,
                        TestToken.of(ISSUER).claim("ok", false).claim("n", 7).sign(KEY)))
                .isEqualTo(Reason.TOKEN_CLAIM_VALUE_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void an_unsigned_token_is_refused(String none) {
        String token = TestToken.of(ISSUER).unsigned(none);

        assertThat(reason(rules().build(), token)).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(rules().algorithms(Set.of("none")).build(), token)).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void an_unsigned_token_passes_only_where_signatures_are_not_asked_for_and_is_held_to_the_rest() {
        TokenRules rules = rules().signatureRequired(false).build();

        assertThat(reason(rules, TestToken.of(ISSUER).unsigned("none"))).isNull();
        assertThat(reason(rules, TestToken.of(ISSUER).unsigned("None"))).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(rules, TestToken.of(ISSUER).unsigned("none") + "AAAA"))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(rules, TestToken.of("https://evil.example").unsigned("none")))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(rules, TestToken.of(ISSUER).header("kid", "k9").unsigned("RS256")))
                .isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        assertThat(reason(rules, TestToken.of(ISSUER).header("kid", "k1").unsigned("RS256")))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(rules, TestToken.of(ISSUER).header("kid", "k1").sign(OTHER)))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void the_public_key_is_no_shared_secret(String algorithm) {
        byte[] der = KEY.pair().getPublic().getEncoded();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n"
                        + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);

        for (byte[] secret : List.of(der, pem, KEY.jwk().getBytes(StandardCharsets.UTF_8))) {
            assertThat(reason(
                            rules().build(),
                            TestToken.of(ISSUER).header("kid", "k1").sign(algorithm, secret)))
                    .isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        }
    }

    @Test
    void an_algorithm_that_is_not_listed_or_not_known_is_refused() {
        String rs256 = TestToken.of(ISSUER).sign(KEY);

        assertThat(reason(rules().algorithms(Set.of("RS256")).build(), rs256)).isNull();
        assertThat(reason(rules().algorithms(Set.of("PS256", "ES256")).build(), rs256))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        for (String odd : List.of("rs256", "RS1", "ES256K", "HS1", "", "RSA-OAEP", "dir", "RS256 ")) {
            assertThat(reason(token -> token.header("alg", odd))).as(odd).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        }
        assertThat(reason(token -> token.header("alg", 256))).isEqualTo(Reason.JWT_INVALID);
    }

    @Test
    void a_token_of_one_rsa_algorithm_is_none_of_another() {
        assertThat(reason(token -> token.header("alg", "PS256"))).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(token -> token.header("alg", "RS512"))).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(token -> token.header("alg", "ES256"))).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        assertThat(reason(token -> token.header("alg", "EdDSA"))).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
    }

    @Test
    void a_null_signature_of_a_curve_is_none() {
        SignerKey key = SignerKey.of("ec", "ES256");
        String token = TestToken.of(ISSUER).sign(key);
        String bare = token.substring(0, token.lastIndexOf('.') + 1);

        for (int length : List.of(0, 1, 63, 64, 65, 128)) {
            String zeros = java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[length]);
            assertThat(reason(with(key), bare + zeros))
                    .as("%d zeros", length)
                    .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        }
    }

    @Test
    void keys_that_a_token_brings_itself_are_not_looked_at() {
        for (Map.Entry<String, Object> own : Map.<String, Object>of(
                        "jwk", Map.of("kty", "RSA", "n", "AQAB", "e", "AQAB"),
                        "jku", "https://evil.example/keys",
                        "x5u", "https://evil.example/chain.pem",
                        "x5c", List.of("MIIB"),
                        "x5t", "abc")
                .entrySet()) {
            assertThat(reason(
                            rules().build(),
                            TestToken.of(ISSUER)
                                    .header(own.getKey(), own.getValue())
                                    .header("kid", "k1")
                                    .sign(OTHER)))
                    .as(own.getKey())
                    .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
            assertThat(reason(token -> token.header(own.getKey(), own.getValue())))
                    .as(own.getKey())
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k1'; DROP TABLE keys; --",
                "../../../../dev/null",
                "k1\u0000",
                "K1",
                "",
                "| cat /etc/passwd",
                "http://evil.example/k1",
                "${jndi:ldap://evil.example/a}"
            })
    void a_kid_is_compared_and_nothing_else(String kid) {
        assertThat(reason(token -> token.header("kid", kid))).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
    }

    @Test
    void an_endless_kid_or_one_that_is_no_text_is_refused() {
        assertThat(reason(token -> token.header("kid", "x".repeat(1025)))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.header("kid", List.of("k1")))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.header("kid", Map.of()))).isEqualTo(Reason.JWT_INVALID);
    }

    @Test
    void a_key_without_a_name_is_tried_whatever_the_kid() {
        TokenRules rules = rules().keys(List.of(
                        new ConfiguredKey(null, OTHER.pair().getPublic()),
                        new ConfiguredKey(null, KEY.pair().getPublic())))
                .build();

        assertThat(reason(rules, TestToken.of(ISSUER).sign(KEY))).isNull();
        assertThat(reason(rules, TestToken.of(ISSUER).sign(SignerKey.of("k3", "RS256"))))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
    }

    @Test
    void critical_extensions_are_refused() {
        assertThat(reason(token -> token.header("crit", List.of("exp")).header("exp", 1)))
                .isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.header("crit", List.of("b64")).header("b64", true)))
                .isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.header("crit", List.of()))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.header("crit", "x"))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.header("b64", false))).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(token -> token.header("b64", true))).isNull();
        assertThat(reason(token -> token.header("zip", "DEF"))).isEqualTo(Reason.JWT_INVALID);
    }

    @ParameterizedTest
    @CsvSource({
        "JWT,",
        "jwt,",
        "at+jwt,",
        "application/at+jwt,",
        "AT+JWT,",
        "JOSE,",
        "dpop+jwt, JWT_INVALID",
        "logout+jwt, JWT_INVALID",
        "application/secevent+jwt, JWT_INVALID",
        "kb+jwt, JWT_INVALID",
        "LOGOUT+JWT, JWT_INVALID"
    })
    void a_token_for_another_use_is_no_access_token(String type, Reason expected) {
        assertThat(reason(token -> token.header("typ", type))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "....",
                ".....",
                "a",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "a.b.c.d.e",
                "a.b.c.d.e.f",
                "e30.e30.",
                "e30.e30.e30",
                "bnVsbA.e30.AA",
                "W10.e30.AA",
                "eyJhbGciOiJSUzI1NiJ9..AA",
                "\u0000.\u0000.\u0000",
                "eyJhbGciOiJSUzI1NiJ9=.e30.AA",
                "Bearer eyJhbGciOiJSUzI1NiJ9.e30.AA",
                "\ud800.e30.AA"
            })
    void garbage_is_no_token(String garbage) {
        assertThat(judge(rules().build(), garbage)).isInstanceOf(TokenDecision.Invalid.class);
    }

    @Test
    void a_name_that_stands_twice_is_refused_in_header_and_claims() {
        String header = "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"k1\"}";
        String input = TestToken.encode(header) + "."
                + TestToken.encode(TestToken.of(ISSUER).json());
        String signed =
                input + "." + java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(KEY.sign(input));
        String claims = TestToken.of(ISSUER).json().replaceFirst("\\{", "{\"aud\":\"x\",");
        String doubled = TestToken.encode("{\"alg\":\"RS256\",\"kid\":\"k1\"}") + "." + TestToken.encode(claims);
        String doubledSigned = doubled + "."
                + java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(KEY.sign(doubled));

        assertThat(reason(rules().build(), signed)).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(rules().build(), doubledSigned)).isEqualTo(Reason.JWT_INVALID);
    }

    @Test
    void a_changed_token_is_refused_wherever_it_is_changed() {
        String token = TestToken.of(ISSUER).sign(KEY);
        TokenRules rules = rules().build();
        String claims = token.substring(0, token.indexOf('.') + 1)
                + TestToken.encode(TestToken.of(ISSUER).claim("sub", "eve").json())
                + token.substring(token.lastIndexOf('.'));

        assertThat(reason(rules, claims)).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        for (int i = 0; i < token.length(); i += 7) {
            char changed = token.charAt(i) == 'A' ? 'B' : 'A';
            String other = token.substring(0, i) + changed + token.substring(i + 1);
            assertThat(judge(rules, other)).as("character %d", i).isInstanceOf(TokenDecision.Invalid.class);
        }
    }

    @Test
    void weak_keys_verify_nothing() throws Exception {
        KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
        small.initialize(1024);
        SignerKey weak = new SignerKey("k1", "RS256", small.generateKeyPair());
        TokenRules shortSecret = rules().keys(List.of(new ConfiguredKey(null, new SecretKeySpec(new byte[15], "HMAC"))))
                .build();

        assertThat(reason(with(weak), TestToken.of(ISSUER).sign(weak))).isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
        assertThat(reason(shortSecret, TestToken.of(ISSUER).sign("HS256", new byte[15])))
                .isEqualTo(Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND);
    }

    @Test
    void no_message_repeats_what_a_token_holds() {
        String mark = "MARK-7f3a";
        List<String> tokens = List.of(
                TestToken.of(mark).claim("aud", mark).claim("sub", mark).sign(KEY),
                TestToken.of(mark).sign(KEY),
                TestToken.of(ISSUER).claim("c", mark).sign(KEY),
                TestToken.of(ISSUER).header("kid", mark).sign(KEY),
                TestToken.of(ISSUER).header("typ", mark + "+jwt").sign(KEY),
                TestToken.of(ISSUER).header("alg", mark).sign(KEY),
                TestToken.encode("{\"alg\":" + mark) + ".e30.AA",
                mark + "." + mark + "." + mark);
        TokenRules rules = rules().claims(List.of(new RequiredClaim("c", List.of("a"), true, "")))
                .build();

        for (String token : tokens) {
            assertThat(judge(rules, token))
                    .isInstanceOfSatisfying(TokenDecision.Invalid.class, invalid -> assertThat(invalid.message())
                            .doesNotContain(mark)
                            .doesNotContain("RS256"));
        }
    }
}

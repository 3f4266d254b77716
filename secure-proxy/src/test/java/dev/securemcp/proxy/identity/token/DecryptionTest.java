package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.ConfiguredKey;
import dev.securemcp.proxy.identity.token.Verification.Outcome;
import dev.securemcp.proxy.mcp.Reason;
import java.security.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.keys.PbkdfKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encrypted tokens, and tokens inside tokens. */
class DecryptionTest {

    private static final String ISSUER = "https://issuer.example";
    private static final SignerKey SIGNER = SignerKey.of("k1", "RS256");
    private static final SignerKey RECIPIENT = SignerKey.of("d1", "RS256");
    private static final SignerKey CURVE = SignerKey.of("d2", "ES256");

    private static TokenRules.Builder rules(Key... decryptionKeys) {
        return TokenRules.builder()
                .keys(List.of(new ConfiguredKey(null, SIGNER.pair().getPublic())))
                .issuers(List.of(ISSUER))
                .decryptionKeys(Arrays.stream(decryptionKeys)
                        .map(key -> new ConfiguredKey(null, key))
                        .toList());
    }

    private static TokenDecision judge(TokenRules rules, String token) {
        return switch (new Verification(rules, List.of(), TestToken.NOW, Duration.ofMinutes(5)).run(token)) {
            case Outcome.Decided(TokenDecision decision, SigningKey signer) -> decision;
            case Outcome.KeyMissing(TokenDecision.Invalid otherwise) -> otherwise;
        };
    }

    private static Reason reason(TokenRules rules, String token) {
        return judge(rules, token) instanceof TokenDecision.Invalid(Reason reason, String message) ? reason : null;
    }

    private static String encrypt(String algorithm, String content, Key key, String payload) {
        return encrypt(algorithm, content, key, payload, "cty", "JWT");
    }

    private static String encrypt(
            String algorithm, String content, Key key, String payload, String header, Object value) {
        try {
            JsonWebEncryption encryption = new JsonWebEncryption();
            encryption.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
            encryption.setAlgorithmHeaderValue(algorithm);
            encryption.setEncryptionMethodHeaderParameter(content);
            encryption.setHeader(header, value);
            encryption.setKey(key);
            encryption.setPayload(payload);
            return encryption.getCompactSerialization();
        } catch (JoseException e) {
            throw new AssertionError(e);
        }
    }

    private static SecretKeySpec secret(int bytes) {
        byte[] key = new byte[bytes];
        Arrays.fill(key, (byte) 7);
        return new SecretKeySpec(key, "AES");
    }

    private static String signed() {
        return TestToken.of(ISSUER).sign(SIGNER);
    }

    @ParameterizedTest
    @CsvSource({
        "RSA-OAEP, A128CBC-HS256",
        "RSA-OAEP-256, A256GCM",
        "RSA-OAEP, A192CBC-HS384",
        "RSA-OAEP-256, A256CBC-HS512",
    })
    void a_signed_token_inside_one_encrypted_to_an_rsa_key_is_read(String algorithm, String content) {
        String token = encrypt(algorithm, content, RECIPIENT.pair().getPublic(), signed());

        TokenDecision decision = judge(
                rules(CURVE.pair().getPrivate(), RECIPIENT.pair().getPrivate()).build(), token);

        assertThat(decision).isInstanceOfSatisfying(TokenDecision.Valid.class, valid -> assertThat(
                        valid.token().algorithm())
                .isEqualTo("RS256"));
    }

    @ParameterizedTest
    @CsvSource({"ECDH-ES, A128GCM", "ECDH-ES+A128KW, A128CBC-HS256", "ECDH-ES+A256KW, A256GCM"})
    void and_one_encrypted_to_a_curves_key(String algorithm, String content) {
        String token = encrypt(algorithm, content, CURVE.pair().getPublic(), signed());

        assertThat(reason(rules(CURVE.pair().getPrivate()).build(), token)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "dir, A128CBC-HS256, 32",
        "dir, A192CBC-HS384, 48",
        "dir, A256CBC-HS512, 64",
        "A128KW, A128GCM, 16",
        "A256KW, A256CBC-HS512, 32",
        "A256GCMKW, A256GCM, 32"
    })
    void and_one_encrypted_with_a_shared_secret(String algorithm, String content, int bytes) {
        String token = encrypt(algorithm, content, secret(bytes), signed());

        assertThat(reason(rules(secret(bytes)).build(), token)).isNull();
        assertThat(reason(rules(secret(bytes)).issuers(List.of("x")).build(), token))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
    }

    @Test
    void without_the_key_it_is_refused_and_nothing_says_why() {
        String token = encrypt("RSA-OAEP-256", "A256GCM", RECIPIENT.pair().getPublic(), signed());
        String changed = token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA");
        TokenRules right = rules(RECIPIENT.pair().getPrivate()).build();

        assertThat(reason(rules().build(), token)).isEqualTo(Reason.JWT_INVALID);
        assertThat(judge(rules(SIGNER.pair().getPrivate()).build(), token))
                .isEqualTo(judge(right, changed))
                .isInstanceOf(TokenDecision.Invalid.class);
    }

    @Test
    void keys_with_other_names_are_not_tried() {
        String token = encrypt("RSA-OAEP-256", "A256GCM", RECIPIENT.pair().getPublic(), signed(), "kid", "d1");
        TokenRules.Builder rules = rules();

        assertThat(reason(
                        rules.decryptionKeys(List.of(
                                        new ConfiguredKey("d1", RECIPIENT.pair().getPrivate())))
                                .build(),
                        token))
                .isNull();
        assertThat(reason(
                        rules.decryptionKeys(List.of(
                                        new ConfiguredKey("d9", RECIPIENT.pair().getPrivate())))
                                .build(),
                        token))
                .isEqualTo(Reason.JWT_INVALID);
    }

    @Test
    void what_anybody_could_have_encrypted_is_not_signed() {
        String token = encrypt(
                "RSA-OAEP-256",
                "A256GCM",
                RECIPIENT.pair().getPublic(),
                TestToken.of(ISSUER).json());
        TokenRules.Builder rules = rules(RECIPIENT.pair().getPrivate());

        assertThat(reason(rules.build(), token)).isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(rules.signatureRequired(false).build(), token)).isNull();
    }

    @Test
    void what_is_inside_is_held_to_the_same_rules() {
        Key key = RECIPIENT.pair().getPublic();
        TokenRules rules = rules(RECIPIENT.pair().getPrivate()).build();

        assertThat(reason(
                        rules,
                        encrypt("RSA-OAEP", "A256GCM", key, TestToken.of(ISSUER).unsigned("none"))))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(
                        rules,
                        encrypt("RSA-OAEP", "A256GCM", key, TestToken.of(ISSUER).sign(SignerKey.of("k9", "RS256")))))
                .isEqualTo(Reason.TOKEN_SIGNATURE_INVALID);
        assertThat(reason(
                        rules,
                        encrypt("RSA-OAEP", "A256GCM", key, TestToken.of("x").sign(SIGNER))))
                .isEqualTo(Reason.TOKEN_ISSUER_NOT_ALLOWED);
        assertThat(reason(rules, encrypt("RSA-OAEP", "A256GCM", key, "garbage")))
                .isEqualTo(Reason.JWT_INVALID);
    }

    @Test
    void a_token_is_encrypted_once_and_signed_once() {
        Key key = RECIPIENT.pair().getPublic();
        TokenRules rules = rules(RECIPIENT.pair().getPrivate()).build();
        String twice = encrypt("RSA-OAEP", "A256GCM", key, encrypt("RSA-OAEP", "A256GCM", key, signed()));

        assertThat(reason(rules, twice)).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(rules, TestToken.of(ISSUER).header("cty", "JWT").sign(SIGNER)))
                .isEqualTo(Reason.JWT_INVALID);
    }

    @Test
    void the_padding_that_leaks_and_keys_made_from_passwords_are_refused() {
        Key password = new PbkdfKey("a password");
        String rsa15 = encrypt("RSA1_5", "A128CBC-HS256", RECIPIENT.pair().getPublic(), signed());
        String pbes2 = encrypt("PBES2-HS256+A128KW", "A128CBC-HS256", password, signed());
        TokenRules rules = rules(
                        RECIPIENT.pair().getPrivate(),
                        password,
                        new SecretKeySpec(password.getEncoded(), "PBKDF2"),
                        secret(16))
                .build();

        assertThat(reason(rules, rsa15)).isEqualTo(Reason.JWT_INVALID);
        assertThat(reason(rules, pbes2)).isEqualTo(Reason.JWT_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "crit"})
    void a_compressed_token_or_one_with_extensions_is_refused(String header) {
        Object value = header.equals("zip") ? "DEF" : List.of("x");
        String token = encrypt("RSA-OAEP", "A256GCM", RECIPIENT.pair().getPublic(), signed(), "x", "y");
        String own = TestToken.encode("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\",\"" + header + "\":"
                + (value instanceof String text ? "\"" + text + "\"" : "[\"x\"]") + "}");

        assertThat(reason(rules(RECIPIENT.pair().getPrivate()).build(), own + token.substring(token.indexOf('.'))))
                .isEqualTo(Reason.JWT_INVALID);
    }
}

package dev.securemcp.proxy.identity.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.ConfiguredKey;
import dev.securemcp.proxy.identity.token.Verification.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/** Texts of any kind in place of a token, and claims of any kind in a signed one: an answer, and never a yes to what nobody signed. */
class VerificationFuzzTest {

    private static final byte[] SECRET = new byte[32];
    private static final RSAPublicKey RSA = publicKey();

    private static final TokenRules STRICT = TokenRules.builder()
            .keys(List.of(
                    new ConfiguredKey(null, RSA),
                    new ConfiguredKey(
                            "k",
                            new SecretKeySpec(
                                    "a secret of thirty-two bytes, yes!".getBytes(StandardCharsets.US_ASCII), "HMAC"))))
            .decryptionKeys(List.of(new ConfiguredKey(null, new SecretKeySpec(new byte[16], "AES"))))
            .audiences(List.of("api"))
            .build();

    private static final TokenRules SHARED = TokenRules.builder()
            .keys(List.of(new ConfiguredKey(null, new SecretKeySpec(SECRET, "HMAC"))))
            .audiences(List.of("api"))
            .build();

    /** A key whose other half nobody has: its modulus is the example of RFC 7638 §3.1. */
    private static RSAPublicKey publicKey() {
        try {
            byte[] modulus = Base64.getUrlDecoder()
                    .decode(
                            "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3"
                                    + "oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0"
                                    + "zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44"
                                    + "-csFCur-kEgU8awapJzKnqDKgw");
            return (RSAPublicKey) KeyFactory.getInstance("RSA")
                    .generatePublic(new java.security.spec.RSAPublicKeySpec(
                            new java.math.BigInteger(1, modulus), java.math.BigInteger.valueOf(65537)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static TokenDecision judge(TokenRules rules, String token) {
        return switch (new Verification(rules, List.of(), TestToken.NOW, Duration.ofMinutes(5)).run(token)) {
            case Outcome.Decided(TokenDecision decision, SigningKey signer) -> decision;
            case Outcome.KeyMissing(TokenDecision.Invalid otherwise) -> otherwise;
        };
    }

    /** Also with a header and claims of any kind, so that the search need not find Base64. */
    @FuzzTest(maxDuration = "60s")
    void what_nobody_signed_is_never_valid(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int half = text.length() / 2;
        String parts =
                TestToken.encode(text.substring(0, half)) + "." + TestToken.encode(text.substring(half)) + ".AAAA";

        for (String token : List.of(text, parts, parts + "." + parts.replace(".", ""))) {
            assertThat(judge(STRICT, token)).isInstanceOf(TokenDecision.Invalid.class);
        }
        String signed = signed(text);
        assertThat(judge(SHARED, signed)).isNotInstanceOf(TokenDecision.Unavailable.class);
        if (!text.contains("api")) {
            assertThat(judge(SHARED, signed)).isInstanceOf(TokenDecision.Invalid.class);
        }
    }

    private static String signed(String claims) {
        String whole = TestToken.encode("{\"alg\":\"HS256\"}") + "." + TestToken.encode(claims);
        return TestToken.hmac(whole, SECRET);
    }
}

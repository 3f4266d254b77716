package dev.securemcp.bench;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.identity.token.KeySetSettings;
import dev.securemcp.proxy.identity.token.TokenSettings;
import dev.securemcp.proxy.identity.token.TokenVerifier;
import dev.securemcp.proxy.net.HttpCalls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.Set;

/** Keys and tokens as issuers make them, and a verifier of them. */
public final class Tokens {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** The claims that fill a token up to what identity providers make: some 1,100 characters signed. */
    private static final String CLAIMS =
            "\"tid\":\"11111111-2222-3333-4444-555555555555\",\"azp\":\"aaaaaaaa-2222-3333-4444-555555555555\","
                    + "\"scp\":\"weather.read weather.alerts\",\"roles\":[\"Weather.Read\",\"Weather.Admin\"],\"name\":\"Ada L.\","
                    + "\"oid\":\"cccccccc-2222-3333-4444-555555555555\",\"preferred_username\":\"ada@example.com\",\"ver\":\"2.0\"";

    /** What a key is for. */
    public enum Kind {
        RS256,
        ES256,
        EDDSA
    }

    private Tokens() {}

    static KeyPair keys(Kind kind) {
        try {
            return switch (kind) {
                case RS256 -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                    generator.initialize(2048);
                    yield generator.generateKeyPair();
                }
                case ES256 -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                    generator.initialize(new ECGenParameterSpec("secp256r1"));
                    yield generator.generateKeyPair();
                }
                case EDDSA -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that nobody has seen, an hour long. */
    static String sign(Kind kind, KeyPair keys, String issuer, long id) {
        long now = Instant.now().getEpochSecond();
        String algorithm = kind == Kind.EDDSA ? "EdDSA" : kind.name();
        String input = encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k\"}") + "."
                + encode("{\"iss\":\"" + issuer + "\",\"aud\":\"api\",\"sub\":\"ada\",\"jti\":\"" + id + "\",\"nbf\":"
                        + now + ",\"exp\":" + (now + 3600) + "," + CLAIMS + "}");
        try {
            Signature signature = Signature.getInstance(
                    switch (kind) {
                        case RS256 -> "SHA256withRSA";
                        case ES256 -> "SHA256withECDSAinP1363Format";
                        case EDDSA -> "Ed25519";
                    });
            signature.initSign(keys.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A document that lets only tokens of this key through. */
    static String document(KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return """
                <policies>
                  <inbound>
                    <validate-jwt header-name="Authorization" require-scheme="Bearer" output-token-variable-name="jwt">
                      <issuer-signing-keys><key n="%s" e="%s" /></issuer-signing-keys>
                      <audiences><audience>api</audience></audiences>
                      <issuers><issuer>https://id.example.com</issuer></issuers>
                      <required-claims>
                        <claim name="scp" match="any" separator=" "><value>weather.read</value></claim>
                      </required-claims>
                    </validate-jwt>
                  </inbound>
                </policies>
                """
                .formatted(
                        BASE64.encodeToString(key.getModulus().toByteArray()),
                        BASE64.encodeToString(key.getPublicExponent().toByteArray()));
    }

    /** The key as a key set lists it. */
    static String jwks(KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        byte[] modulus = key.getModulus().toByteArray();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\""
                + BASE64.encodeToString(Arrays.copyOfRange(modulus, 1, modulus.length)) + "\",\"e\":\"AQAB\"}]}";
    }

    private static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A verifier as the gateway has one.
     *
     * @param cacheBytes what it remembers; 0 for nothing
     */
    static TokenVerifier verifier(Vertx vertx, long cacheBytes) {
        KeySetSettings keySets = new KeySetSettings(
                200,
                1 << 20,
                Duration.ofSeconds(10),
                Duration.ofHours(1),
                Duration.ofDays(1),
                Duration.ofMinutes(5),
                Set.of());
        return new TokenVerifier(
                vertx,
                HttpCalls.NONE,
                InstantSource.system(),
                (millis, task) -> () -> {},
                new Random(1),
                new TokenSettings(16 << 10, 2, 1000, cacheBytes, Duration.ofMinutes(1), keySets),
                new SimpleMeterRegistry());
    }

    /** Waits for a judgement, and insists that the token is valid. */
    static void mustBeValid(TokenValidator validator, TokenRules rules, String token) {
        Object said = validator
                .validate(rules, token)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        if (!(said instanceof TokenDecision.Valid)) {
            throw new IllegalStateException(said.toString());
        }
    }
}

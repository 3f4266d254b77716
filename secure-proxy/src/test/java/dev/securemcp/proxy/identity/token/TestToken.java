package dev.securemcp.proxy.identity.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A token in the making. */
public final class TestToken {

    /** When the tokens of tests are made. */
    public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = new LinkedHashMap<>();

    /** One that an ordinary issuer makes: an hour long, for the audience {@code api}. */
    public static TestToken of(String issuer) {
        return new TestToken()
                .claim("iss", issuer)
                .claim("sub", "ada")
                .claim("aud", "api")
                .claim("iat", NOW.getEpochSecond())
                .claim("nbf", NOW.getEpochSecond())
                .claim("exp", NOW.getEpochSecond() + 3600);
    }

    /** Sets a claim, or takes it out where the value is null. */
    public TestToken claim(String name, Object value) {
        if (value == null) {
            claims.remove(name);
        } else {
            claims.put(name, value);
        }
        return this;
    }

    public TestToken header(String name, Object value) {
        header.put(name, value);
        return this;
    }

    /** Signs it. */
    public String sign(SignerKey key) {
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("alg", key.algorithm().startsWith("Ed") ? "EdDSA" : key.algorithm());
        whole.put("typ", "JWT");
        if (key.id() != null) {
            whole.put("kid", key.id());
        }
        whole.putAll(header);
        String input = input(whole);
        return input + "." + BASE64.encodeToString(key.sign(input));
    }

    /** Signs it with a shared secret. */
    public String sign(String algorithm, byte[] secret) {
        Map<String, Object> whole = new LinkedHashMap<>(Map.of("alg", algorithm));
        whole.putAll(header);
        return hmac("HmacSHA" + algorithm.substring(2), input(whole), secret);
    }

    /** Signs header and claims as they stand, with HS256. */
    static String hmac(String input, byte[] secret) {
        return hmac("HmacSHA256", input, secret);
    }

    private static String hmac(String name, String input, byte[] secret) {
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return input + "." + BASE64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Leaves it unsigned. */
    public String unsigned(String algorithm) {
        Map<String, Object> whole = new LinkedHashMap<>(Map.of("alg", algorithm));
        whole.putAll(header);
        return input(whole) + ".";
    }

    /** The claims as JSON. */
    public String json() {
        return json(claims);
    }

    private String input(Map<String, Object> whole) {
        return encode(json(whole)) + "." + encode(json(claims));
    }

    static String encode(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(Map<String, Object> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}

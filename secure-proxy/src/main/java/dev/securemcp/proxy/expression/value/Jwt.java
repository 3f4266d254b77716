package dev.securemcp.proxy.expression.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code Jwt}: what a token says. Whether to believe it is decided elsewhere: {@code AsJwt()} only reads.
 *
 * @param type the header's {@code typ}
 * @param algorithm the header's {@code alg}
 * @param id {@code jti}; null where absent, as the following
 * @param claims every claim with its values as text; objects and arrays of objects as JSON
 */
public record Jwt(
        String type,
        String algorithm,
        String id,
        String issuer,
        String subject,
        List<String> audiences,
        Instant expirationTime,
        Instant issuedAt,
        Instant notBefore,
        Map<String, List<String>> claims) {

    public Jwt {
        audiences = List.copyOf(audiences);
        claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }

    /** From a token's two JSON parts. */
    public static Jwt of(JsonNode header, JsonNode payload) {
        Map<String, List<String>> claims = new LinkedHashMap<>();
        payload.properties().forEach(claim -> claims.put(claim.getKey(), texts(claim.getValue())));
        return new Jwt(
                text(header, "typ"),
                text(header, "alg"),
                text(payload, "jti"),
                text(payload, "iss"),
                text(payload, "sub"),
                claims.getOrDefault("aud", List.of()),
                time(payload, "exp"),
                time(payload, "iat"),
                time(payload, "nbf"),
                claims);
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value.asText();
    }

    private static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(element -> texts.add(element.isValueNode() ? element.asText() : element.toString()));
        } else {
            texts.add(value.isValueNode() ? value.asText() : value.toString());
        }
        return List.copyOf(texts);
    }

    /** Seconds since 1970; what is no number, or beyond any date, counts as absent. */
    private static Instant time(JsonNode node, String name) {
        JsonNode value = node.get(name);
        boolean sane = value != null && value.isNumber() && Math.abs(value.asDouble()) < 200_000_000_000d;
        return sane ? Instant.ofEpochMilli((long) (value.asDouble() * 1000)) : null;
    }

    /** As JSON shows it. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("Id", id);
        facts.put("Type", type);
        facts.put("Algorithm", algorithm);
        facts.put("Issuer", issuer);
        facts.put("Subject", subject);
        facts.put("Audiences", audiences);
        facts.put("Claims", claims);
        return facts;
    }

    @Override
    public String toString() {
        return "Jwt";
    }
}

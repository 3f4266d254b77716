package dev.securemcp.proxy.identity.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * Reads a JWK Set (RFC 7517 §5). Public keys for signatures are taken; what a published set may also hold is left out: keys for
 * encryption, kinds that are not known, and shared secrets, which can be none once they are published.
 */
final class KeySetReader {

    /** Entra publishes about ten; each is one more that a token without a name for its key is tried with. */
    static final int MAX_KEYS = 200;

    /** The members that make a public key, by its kind. */
    private static final Map<String, Set<String>> MEMBERS = Map.of(
            "RSA", Set.of("kty", "n", "e"),
            "EC", Set.of("kty", "crv", "x", "y"),
            "OKP", Set.of("kty", "crv", "x"));

    private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521", "Ed25519", "Ed448");

    private KeySetReader() {}

    /**
     * The keys that can verify signatures; may be none.
     *
     * @throws IllegalArgumentException where the bytes are no key set
     */
    static List<SigningKey> read(byte[] bytes) {
        JsonNode keys = StrictJson.object(bytes).get("keys");
        if (keys == null || !keys.isArray()) {
            throw new IllegalArgumentException("it has no `keys`");
        }
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("it has more than " + MAX_KEYS + " keys");
        }
        List<SigningKey> found = new ArrayList<>();
        for (JsonNode key : keys) {
            SigningKey usable = key(key);
            if (usable != null) {
                found.add(usable);
            }
        }
        return found;
    }

    private static SigningKey key(JsonNode node) {
        String kind = text(node, "kty");
        Set<String> members = kind == null ? null : MEMBERS.get(kind);
        if (members == null || !forSignatures(node)) {
            return null;
        }
        Map<String, Object> parameters = new HashMap<>();
        for (String name : members) {
            parameters.put(name, text(node, name));
        }
        if (parameters.containsValue(null) || members.contains("crv") && !CURVES.contains(parameters.get("crv"))) {
            return null;
        }
        try {
            SigningKey key = new SigningKey(
                    text(node, "kid"),
                    text(node, "alg"),
                    JsonWebKey.Factory.newJwk(parameters).getKey(),
                    text(node, "issuer"));
            return java.util.Arrays.stream(SignatureAlgorithm.values()).anyMatch(any -> any.fits(key.key()))
                    ? key
                    : null;
        } catch (JoseException | RuntimeException e) {
            // One key that cannot be read does not make the others useless.
            return null;
        }
    }

    private static boolean forSignatures(JsonNode node) {
        String use = text(node, "use");
        if (use != null && !use.equals("sig")) {
            return false;
        }
        JsonNode operations = node.get("key_ops");
        if (operations == null || !operations.isArray()) {
            return true;
        }
        for (JsonNode operation : operations) {
            if (operation.asText().equals("verify")) {
                return true;
            }
        }
        return false;
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }
}

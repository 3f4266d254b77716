package dev.securemcp.proxy.identity.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * A token in compact form, taken apart and its header checked; nothing in it is believed yet.
 *
 * <p>Of the header only {@code alg}, {@code kid}, {@code typ}, {@code cty} and {@code enc} count. Keys and places of keys that a
 * token brings itself ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are never looked at.
 *
 * @param text all of it
 * @param encrypted whether it is a JWE (five parts) rather than a JWS (three)
 * @param kid null where there is none
 */
record CompactToken(String text, boolean encrypted, JsonNode header, String algorithm, String kid) {

    private static final int MAX_KID = 1024;

    /** {@code typ} of what is not explicitly typed for another use (RFC 8725 §3.11), beside everything without {@code +jwt}. */
    private static final Set<String> TYPED = Set.of("at+jwt");

    /** Takes a token apart. */
    static CompactToken parse(String text) throws TokenFault {
        int dots = (int) text.chars().filter(c -> c == '.').count();
        if (dots != 2 && dots != 4) {
            throw TokenFault.malformed("The token is not a JWT in compact form");
        }
        JsonNode header = json(text.substring(0, text.indexOf('.')), "header");
        refuseWhatIsNotUnderstood(header);
        String algorithm = text(header, "alg");
        if (algorithm == null) {
            throw TokenFault.malformed("The token's header has no `alg`");
        }
        String kid = text(header, "kid");
        if (kid != null && kid.length() > MAX_KID) {
            throw TokenFault.malformed("The token's `kid` is too long");
        }
        return new CompactToken(text, dots == 4, header, algorithm, kid);
    }

    private static void refuseWhatIsNotUnderstood(JsonNode header) throws TokenFault {
        if (header.has("crit")) {
            // RFC 7515 §4.1.11: no extension is understood here, and an empty or odd list is invalid anyway.
            throw TokenFault.malformed("The token's header has critical extensions (`crit`) that are not supported");
        }
        if (header.has("b64") && !header.get("b64").asText().equals("true")) {
            throw TokenFault.malformed("The token's payload is not encoded (`b64`), which is not supported");
        }
        if (header.has("zip")) {
            throw TokenFault.malformed("The token is compressed (`zip`), which is not supported");
        }
        String type = text(header, "typ");
        if (type != null) {
            String name = type.toLowerCase(Locale.ROOT);
            name = name.startsWith("application/") ? name.substring("application/".length()) : name;
            if (name.endsWith("+jwt") && !TYPED.contains(name)) {
                throw TokenFault.malformed("The token's `typ` says that it is for another use");
            }
        }
    }

    /** Whether the payload is said to be a token itself. */
    boolean nested() throws TokenFault {
        String content = text(header, "cty");
        return content != null && (content.equalsIgnoreCase("JWT") || content.equalsIgnoreCase("application/jwt"));
    }

    /** The claims of a JWS. */
    JsonNode payload() throws TokenFault {
        return json(text.substring(text.indexOf('.') + 1, text.lastIndexOf('.')), "payload");
    }

    /** What the signature of a JWS is over. */
    byte[] signed() {
        return text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    }

    /** The signature of a JWS; empty where there is none. */
    byte[] signature() throws TokenFault {
        return decode(text.substring(text.lastIndexOf('.') + 1), "signature");
    }

    private static JsonNode json(String part, String what) throws TokenFault {
        try {
            return StrictJson.object(decode(part, what));
        } catch (IllegalArgumentException e) {
            throw TokenFault.malformed("The token's " + what + " cannot be read: " + e.getMessage());
        }
    }

    private static byte[] decode(String part, String what) throws TokenFault {
        if (part.indexOf('=') < 0) {
            try {
                return Base64.getUrlDecoder().decode(part);
            } catch (IllegalArgumentException e) {
                // told below
            }
        }
        throw TokenFault.malformed("The token's " + what + " is not Base64url");
    }

    /** A header field that must be text where it is there. */
    private static String text(JsonNode header, String name) throws TokenFault {
        JsonNode value = header.get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw TokenFault.malformed("The token's header field `" + name + "` is not text");
        }
        return value.textValue();
    }
}

package dev.securemcp.proxy.identity.access;

import java.util.Collection;

/**
 * The value of {@code WWW-Authenticate} (RFC 6750 §3, RFC 9728 §5.1). {@code Bearer} comes first and every value stands in quotes: there
 * are clients that only understand that.
 */
public final class Challenge {

    /** The token that came is no good; another may be (RFC 6750 §3.1). */
    public static final String INVALID_TOKEN = "invalid_token";

    /** The token is good, but not for this; one with the scopes that are named would be. */
    public static final String INSUFFICIENT_SCOPE = "insufficient_scope";

    private Challenge() {}

    /**
     * Writes one.
     *
     * @param metadata the URL of the resource's metadata document
     * @param scopes all that the operation needs; empty where it needs none
     * @param error one of the codes above; null where no token came
     * @param description for people; null for none
     */
    public static String of(String metadata, Collection<String> scopes, String error, String description) {
        StringBuilder text = new StringBuilder(160).append("Bearer");
        if (error != null) {
            parameter(text, "error", error);
        }
        if (description != null) {
            parameter(text, "error_description", description);
        }
        parameter(text, "resource_metadata", metadata);
        if (!scopes.isEmpty()) {
            parameter(text, "scope", String.join(" ", scopes));
        }
        return text.toString();
    }

    private static void parameter(StringBuilder text, String name, String value) {
        text.append(text.length() == "Bearer".length() ? " " : ", ")
                .append(name)
                .append("=\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            // RFC 6750 §3: what a description must not hold is left to the eye, not escaped: few clients undo that.
            text.append(c < 0x20 || c > 0x7e ? '?' : c == '"' || c == '\\' ? '\'' : c);
        }
        text.append('"');
    }
}

package dev.securemcp.proxy.identity.access;

import java.util.List;

/** What the {@code Authorization} fields of a request hold (RFC 6750 §2.1). */
sealed interface BearerToken {

    /** No token: no such field, or one of another scheme. */
    record None() implements BearerToken {}

    /** Something that begins like a token and is none. */
    record Malformed(String problem) implements BearerToken {}

    /** A token, not looked into. */
    record Present(String token) implements BearerToken {}

    static BearerToken of(List<String> authorization) {
        if (authorization.isEmpty()) {
            return new None();
        }
        if (authorization.size() > 1) {
            return new Malformed("Authorization stands more than once");
        }
        String value = authorization.getFirst().strip();
        int end = "Bearer".length();
        if (!value.regionMatches(true, 0, "Bearer", 0, end) || (value.length() > end && value.charAt(end) != ' ')) {
            return new None();
        }
        String token = value.substring(end).strip();
        return token.isEmpty() || !isToken68(token)
                ? new Malformed("What follows Bearer is not a token")
                : new Present(token);
    }

    /** RFC 7235 §2.1. */
    private static boolean isToken68(String token) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letter && "-._~+/=".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}

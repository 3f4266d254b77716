package dev.securemcp.proxy.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Values that do not fit into a header field as they are: {@code =?base64?…?=} around the base64 of their UTF-8 (MCP
 * 2026-07-28, Streamable HTTP, header encoding).
 */
public final class HeaderValue {

    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderValue() {}

    /**
     * What a header field says.
     *
     * @return empty where it is marked as base64 and is not the canonical base64 of UTF-8, and where it holds bytes that should
     *     have been encoded: readers disagree about their charset
     */
    public static Optional<String> decode(String field) {
        String value = field.strip();
        if (!value.startsWith(PREFIX)
                || !value.endsWith(SUFFIX)
                || value.length() < PREFIX.length() + SUFFIX.length()) {
            return isPlain(value) ? Optional.of(value) : Optional.empty();
        }
        String payload = value.substring(PREFIX.length(), value.length() - SUFFIX.length());
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        // The decoder forgives missing padding and stray bits; two spellings of one name are one too many.
        if (!Base64.getEncoder().encodeToString(bytes).equals(payload) || !Utf8.isText(bytes)) {
            return Optional.empty();
        }
        return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}

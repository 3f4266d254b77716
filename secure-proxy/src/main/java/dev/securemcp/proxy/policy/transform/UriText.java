package dev.securemcp.proxy.policy.transform;

import java.nio.charset.StandardCharsets;

/** Percent-encoding (RFC 3986 §2): what a policy puts into a URL cannot end it or begin a line of its own. */
final class UriText {

    private static final String HEX = "0123456789ABCDEF";
    private static final String UNRESERVED = "-._~";
    /** What a path or query may hold beside letters and digits; a percent sign stays, since documents write encoded text. */
    private static final String IN_URI = UNRESERVED + "!$&'()*+,;=:@/?%";

    private UriText() {}

    /** One name or value of a query: everything but the unreserved characters is encoded. */
    static String component(String text) {
        return encoded(text, UNRESERVED);
    }

    /** A path or query as a document writes it: only what cannot stand in a URL is encoded. */
    static String whole(String text) {
        return encoded(text, IN_URI);
    }

    private static String encoded(String text, String allowed) {
        StringBuilder out = null;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            if (alphanumeric(c) || allowed.indexOf(c) >= 0) {
                if (out != null) {
                    out.append(c);
                }
                continue;
            }
            if (out == null) {
                // All before this one are ASCII, so characters and bytes have run alike.
                out = new StringBuilder(bytes.length + 16).append(text, 0, i);
            }
            out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
        return out == null ? text : out.toString();
    }

    private static boolean alphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}

package dev.securemcp.proxy.expression.library;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent signs in texts, as .NET writes and reads them. */
public final class UrlText {

    private static final String HEX = "0123456789ABCDEF";

    private UrlText() {}

    /** For a query: {@code WebUtility.UrlEncode} (blank as plus) or {@code Uri.EscapeDataString}. */
    public static String encode(String text, boolean form) {
        return encode(text, form ? "-_.!*()" : "-_.~", form);
    }

    /** {@code Uri.EscapeUriString}: what means something in an address stays, as do percent signs. */
    static String encodeUri(String text) {
        return encode(text, "-_.!~*'();/?:@&=+$,#[]%", false);
    }

    private static String encode(String text, String kept, boolean plus) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || kept.indexOf(c) >= 0)) {
                out.append(c);
            } else if (c == ' ' && plus) {
                out.append('+');
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            }
        }
        return out.toString();
    }

    /** What is no code stays as it is. */
    public static String decode(String text, boolean plus) {
        if (text.indexOf('%') < 0 && (!plus || text.indexOf('+') < 0)) {
            return text;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int high = c == '%' && at + 2 < text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(at + 2), 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                at += 3;
            } else if (c == '+' && plus) {
                out.write(' ');
                at++;
            } else {
                int codePoint = text.codePointAt(at);
                out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
                at += Character.charCount(codePoint);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

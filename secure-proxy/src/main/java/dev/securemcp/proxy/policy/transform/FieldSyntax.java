package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.expression.ExpressionException;

/** What may stand in a header field (RFC 9110 §5.5, §5.6.2). */
public final class FieldSyntax {

    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private FieldSyntax() {}

    /** Whether a text is a token, as field names are. */
    public static boolean isName(String text) {
        if (text.isEmpty()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && MARKS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A value as it may be sent.
     *
     * @throws ExpressionException where it holds a line end or another control character: it would begin a field of its own
     */
    public static String value(String text) {
        int control = control(text);
        if (control >= 0) {
            throw new ExpressionException(
                    "FormatException",
                    "a header value cannot hold the control character " + (int) text.charAt(control),
                    null);
        }
        return text;
    }

    /** Whether a text may be sent as a value. */
    static boolean isValue(String text) {
        return control(text) < 0;
    }

    private static int control(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return i;
            }
        }
        return -1;
    }
}

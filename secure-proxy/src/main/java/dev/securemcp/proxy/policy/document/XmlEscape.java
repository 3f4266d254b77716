package dev.securemcp.proxy.policy.document;

/** The escaped forms that are safe both in text and in attributes. */
final class XmlEscape {

    private XmlEscape() {}

    /** The escaped form, or null where the character stands for itself. */
    static String of(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\r' -> "&#13;";
            default -> null;
        };
    }
}

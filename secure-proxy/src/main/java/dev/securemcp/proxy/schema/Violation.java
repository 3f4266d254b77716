package dev.securemcp.proxy.schema;

/**
 * A rule that a document breaks. Never holds a value of the document: it may be a secret.
 *
 * @param path the place in the document as a JSON Pointer (RFC 6901), empty for the whole; cut to {@value #MAX_PATH} characters
 * @param rule the keyword of the schema, or what bound
 * @param detail what was expected, for a person
 */
public record Violation(String path, String rule, String detail) {

    static final int MAX_PATH = 512;
    private static final int MAX_DETAIL = 256;

    public Violation {
        path = cut(path, MAX_PATH);
        detail = cut(detail, MAX_DETAIL);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /** The same, of a document that is a part of another. */
    public Violation below(String parent) {
        return new Violation(parent + path, rule, detail);
    }

    /** {@code /params/arguments/days: maximum 7}. */
    public String inWords() {
        return (path.isEmpty() ? "the document" : path) + ": " + detail;
    }
}

package dev.securemcp.proxy.policy.document;

/** Makes what stands in a document short enough for a message. */
final class Shown {

    private static final int MAX = 60;

    private Shown() {}

    /** In backquotes, cut after {@value #MAX} characters. */
    static String quoted(String text) {
        return "`" + cut(text) + "`";
    }

    static String cut(String text) {
        String line = text.strip().replace('\n', ' ');
        return line.length() <= MAX ? line : line.substring(0, MAX) + "…";
    }
}

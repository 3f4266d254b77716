package dev.securemcp.proxy.gateway.bridge;

/** Texts that strangers chose, made fit to be shown. */
final class PlainText {

    private PlainText() {}

    /**
     * One line without anything invisible: no controls, no marks that turn the direction of writing, no private characters.
     *
     * @param max most code points; the rest is cut off
     */
    static String line(String text, int max) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) ? ' ' : c)
                .filter(PlainText::visible)
                .limit(max)
                .forEach(line::appendCodePoint);
        return line.toString().replaceAll(" +", " ").strip();
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /** For text and attribute values of HTML. */
    static String html(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** The characters that {@code error_description} may have (RFC 6749 §4.1.2.1); others become spaces. */
    static String description(String text, int max) {
        String cut = text.length() > max ? text.substring(0, max) : text;
        return cut.replaceAll("[^!#-\\[\\]-~]+", " ").strip();
    }
}

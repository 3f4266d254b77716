package dev.securemcp.proxy.expression;

import dev.securemcp.proxy.config.Position;

/**
 * From an offset inside an expression's text to the place in the document. A document's reader hands in one of its own where the
 * text is not a plain slice of the document (entities decoded, named values replaced).
 */
@FunctionalInterface
public interface PositionMap {

    /**
     * The document position of a character.
     *
     * @param offset 0-based, in UTF-16 units, from 0 to the text's length (the end counts)
     */
    Position at(int offset);

    /** The map of a text that stands in the document as it is: newlines inside count lines. */
    static PositionMap from(String text, Position start) {
        return offset -> {
            int line = start.line();
            int column = start.column();
            int end = Math.min(offset, text.length());
            for (int i = 0; i < end; i++) {
                char c = text.charAt(i);
                boolean newline = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
                if (newline) {
                    line++;
                    column = 1;
                } else if (c != '\r') {
                    column++;
                }
            }
            return new Position(start.file(), line, column);
        };
    }
}

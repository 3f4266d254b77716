package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;

/** A place in the text of a document that knows its line and column. Line ends come out as one {@code \n}. */
final class XmlCursor {

    /** A place to come back to. */
    record Mark(int index, int line, int column) {}

    private final String file;
    private final String text;
    private int index;
    private int line = 1;
    private int column = 1;

    XmlCursor(String file, String text) {
        this.file = file;
        this.text = text;
    }

    boolean atEnd() {
        return index >= text.length();
    }

    /** The character here, or 0 at the end; a carriage return shows as the line end that it is. */
    char peek() {
        return atEnd() ? 0 : normal(text.charAt(index));
    }

    /** The character so many places ahead, or 0 behind the end. */
    char peek(int ahead) {
        return index + ahead < text.length() ? normal(text.charAt(index + ahead)) : 0;
    }

    int codePoint() {
        return text.codePointAt(index);
    }

    private static char normal(char c) {
        return c == '\r' ? '\n' : c;
    }

    /** Takes the character here; CR LF and a lone CR are one line end. At the end, where a fatal fault puts it, 0. */
    char next() {
        if (atEnd()) {
            return 0;
        }
        char c = text.charAt(index++);
        if (c == '\r') {
            if (index < text.length() && text.charAt(index) == '\n') {
                index++;
            }
            c = '\n';
        }
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
        return c;
    }

    boolean looksAt(String expected) {
        return text.startsWith(expected, index);
    }

    /** Takes so many characters. */
    void skip(int count) {
        for (int i = 0; i < count && !atEnd(); i++) {
            next();
        }
    }

    void skipSpace() {
        while (!atEnd() && XmlNames.isSpace(peek())) {
            next();
        }
    }

    /** Takes everything up to and with the terminator; false where there is none, then nothing is taken. */
    boolean skipPast(String terminator) {
        int found = text.indexOf(terminator, index);
        if (found < 0) {
            return false;
        }
        while (index < found + terminator.length()) {
            next();
        }
        return true;
    }

    /** Takes a name; empty where none begins here. */
    String name() {
        int start = index;
        while (!atEnd()) {
            int c = codePoint();
            if (index == start ? !XmlNames.isNameStart(c) : !XmlNames.isName(c)) {
                break;
            }
            skip(Character.charCount(c));
        }
        return text.substring(start, index);
    }

    /** What stands here, short enough for a message. */
    String found() {
        if (atEnd()) {
            return "the end of the document";
        }
        int c = codePoint();
        if (XmlNames.isSpace(c)) {
            return "white space";
        }
        return Character.isISOControl(c) ? String.format("U+%04X", c) : "`" + Character.toString(c) + "`";
    }

    void toEnd() {
        index = text.length();
    }

    int index() {
        return index;
    }

    int length() {
        return text.length();
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String file() {
        return file;
    }

    Position position() {
        return new Position(file, line, column);
    }

    Mark mark() {
        return new Mark(index, line, column);
    }

    void reset(Mark mark) {
        index = mark.index();
        line = mark.line();
        column = mark.column();
    }
}

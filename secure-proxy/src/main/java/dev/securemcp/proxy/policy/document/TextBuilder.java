package dev.securemcp.proxy.policy.document;

/** Collects a decoded text together with the place of each of its characters. */
final class TextBuilder {

    private final StringBuilder text = new StringBuilder();
    private final PositionMap.Builder map;
    private final int line;
    private final int column;

    /** @param line where an empty text would stand */
    TextBuilder(String file, int line, int column) {
        this.map = new PositionMap.Builder(file);
        this.line = line;
        this.column = column;
    }

    void append(char c, int atLine, int atColumn) {
        map.character(text.length(), atLine, atColumn);
        text.append(c);
    }

    /** Appends what one place in the file stands for: a character reference, a named value. */
    void appendAt(CharSequence what, int atLine, int atColumn) {
        if (what.isEmpty()) {
            return;
        }
        map.fixed(text.length(), atLine, atColumn);
        text.append(what);
    }

    /** Appends a part of another text of the same file with its places. */
    void append(PolicyText other, int start, int end) {
        for (int i = start; i < end; i++) {
            map.copy(text.length(), other.map(), i);
            text.append(other.text().charAt(i));
        }
    }

    boolean isBlank() {
        for (int i = 0; i < text.length(); i++) {
            if (!XmlNames.isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    char charAt(int index) {
        return text.charAt(index);
    }

    int length() {
        return text.length();
    }

    PolicyText build() {
        return new PolicyText(text.toString(), map.build(line, column), PolicyText.NO_SECRETS, false);
    }

    PolicyText build(int[] secrets, boolean open) {
        return new PolicyText(text.toString(), map.build(line, column), secrets, open);
    }
}

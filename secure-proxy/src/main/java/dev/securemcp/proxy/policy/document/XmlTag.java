package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads start tags with their attributes, and end tags. */
final class XmlTag {

    /** Longer names are refused: they are no names, and would be repeated in every path and message. */
    static final int MAX_NAME = 128;

    /** @param closed whether the tag closes itself */
    record Start(String name, List<PolicyAttribute> attributes, boolean closed) {}

    record End(String name, Position position) {}

    private final XmlCursor cursor;
    private final XmlFaults faults;
    private final XmlText text;

    XmlTag(XmlCursor cursor, XmlFaults faults, XmlText text) {
        this.cursor = cursor;
        this.faults = faults;
        this.text = text;
    }

    /** Takes a start tag, its {@code <} already taken; null where no name follows, then nothing more is taken. */
    Start start(Position position) {
        String name = cursor.name();
        if (name.isEmpty()) {
            faults.error(
                    position,
                    "found `<` before " + cursor.found() + ", expected the name of an element",
                    "write `&lt;` where the character itself is meant");
            return null;
        }
        checkLength(name, position);
        Attributes attributes = new Attributes(name, position);
        while (!attributes.ended) {
            attributes.next();
        }
        return new Start(name, attributes.list, attributes.closed);
    }

    private void checkLength(String name, Position position) {
        if (name.length() > MAX_NAME) {
            faults.fatal(
                    position, "found a name of " + name.length() + " characters, expected at most " + MAX_NAME, "");
        }
    }

    /** Takes an end tag. */
    End end() {
        Position position = cursor.position();
        cursor.skip("</".length());
        String name = cursor.name();
        cursor.skipSpace();
        if (cursor.peek() == '>') {
            cursor.next();
        } else {
            faults.error(
                    cursor.position(),
                    "found " + cursor.found() + " in the end tag " + Shown.quoted("</" + name) + ", expected `>`",
                    "");
            while (!cursor.atEnd() && cursor.peek() != '<' && cursor.next() != '>') {
                // Up to the end of the tag, or to the next one where it has none.
            }
        }
        return new End(name, position);
    }

    /** The attributes of one tag. */
    private final class Attributes {
        final List<PolicyAttribute> list = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private final String element;
        private final Position start;
        boolean ended;
        boolean closed;
        /** One fault per tag is enough where an expression or a quote went wrong: the rest follows from it. */
        private boolean quiet;

        Attributes(String element, Position start) {
            this.element = element;
            this.start = start;
        }

        void next() {
            boolean spaced = XmlNames.isSpace(cursor.peek());
            cursor.skipSpace();
            if (cursor.atEnd()) {
                faults.fatal(
                        start,
                        "found the end of the document, expected `>` at the end of " + Shown.quoted("<" + element) + "",
                        "");
                ended = true;
            } else if (cursor.peek() == '>') {
                cursor.next();
                ended = true;
            } else if (cursor.looksAt("/>")) {
                cursor.skip(2);
                ended = true;
                closed = true;
            } else if (cursor.peek() == '<' && !quiet) {
                faults.error(
                        cursor.position(),
                        "found `<`, expected `>` at the end of " + Shown.quoted("<" + element) + "",
                        "");
                ended = true;
            } else if (cursor.peek() == '<' && (XmlNames.isNameStart(cursor.peek(1)) || cursor.peek(1) == '/')) {
                ended = true;
            } else {
                attribute(spaced);
            }
        }

        private void attribute(boolean spaced) {
            Position position = cursor.position();
            String name = cursor.name();
            if (name.isEmpty()) {
                told(
                        position,
                        "found " + cursor.found() + " in " + Shown.quoted("<" + element)
                                + ", expected an attribute, `/>` or `>`");
                cursor.next();
                return;
            }
            checkLength(name, position);
            if (!spaced) {
                told(position, "found the attribute " + Shown.quoted(name) + ", expected white space before it");
            }
            cursor.skipSpace();
            if (cursor.peek() != '=') {
                told(
                        cursor.position(),
                        "found " + cursor.found() + " after the attribute " + Shown.quoted(name) + ", expected `=`");
                return;
            }
            cursor.next();
            cursor.skipSpace();
            if (cursor.peek() != '"' && cursor.peek() != '\'') {
                told(
                        cursor.position(),
                        "found " + cursor.found() + " as the value of " + Shown.quoted(name)
                                + ", expected a value in quotes");
                skipBareValue();
                return;
            }
            XmlText.Value value = text.attribute(name);
            quiet |= !value.sound();
            if (names.add(name)) {
                list.add(new PolicyAttribute(name, position, value.text()));
            } else {
                told(position, "found the attribute " + Shown.quoted(name) + " a second time, expected it once");
            }
        }

        private void skipBareValue() {
            while (!cursor.atEnd()
                    && !XmlNames.isSpace(cursor.peek())
                    && cursor.peek() != '>'
                    && cursor.peek() != '<'
                    && !cursor.looksAt("/>")) {
                cursor.next();
            }
        }

        private void told(Position position, String message) {
            if (!quiet) {
                faults.error(position, message, "");
                quiet = true;
            }
        }
    }
}

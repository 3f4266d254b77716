package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.util.Optional;

/**
 * Reads policy documents as people publish them. What a strict XML parser accepts means the same here, but for four
 * things: line ends in attributes are kept; white space between elements is not; inside {@code @(…)} and
 * <code>@{…}</code> markup is text, as API Management reads it; and a document type declaration is refused, so no entity
 * is ever expanded or fetched. Inside expressions also raw quotes, {@code <} and {@code &} are accepted.
 *
 * <p>Every fault of the document is told with its place, what was found and what was expected; the reader then goes on
 * with the likeliest meaning, so what it returns after faults is only good for finding more of them.
 */
public final class PolicyXmlReader {

    private final XmlCursor cursor;
    private final XmlFaults faults;
    private final XmlText text;
    private final XmlTag tag;
    private final XmlTree tree;

    private PolicyXmlReader(String file, String content, ReaderLimits limits, Faults faults) {
        this.cursor = new XmlCursor(file, content);
        this.faults = new XmlFaults(cursor, faults);
        this.text = new XmlText(cursor, this.faults);
        this.tag = new XmlTag(cursor, this.faults, text);
        this.tree = new XmlTree(cursor, this.faults, limits);
    }

    /**
     * Reads a document from its bytes: UTF-8, or what a byte order mark or the XML declaration says.
     *
     * @param file its name as the person knows it, for positions
     * @return the root element; empty where there is none
     */
    public static Optional<PolicyElement> read(String file, byte[] bytes, ReaderLimits limits, Faults faults) {
        if (bytes.length > limits.size()) {
            tooLarge(file, bytes.length, limits, faults);
            return Optional.empty();
        }
        return XmlBytes.decode(file, bytes, faults).flatMap(content -> read(file, content, limits, faults));
    }

    /** Reads a document from its text. */
    public static Optional<PolicyElement> read(String file, String content, ReaderLimits limits, Faults faults) {
        if (content.length() > limits.size()) {
            tooLarge(file, content.length(), limits, faults);
            return Optional.empty();
        }
        String withoutMark = content.startsWith("\uFEFF") ? content.substring(1) : content;
        return new PolicyXmlReader(file, withoutMark, limits, faults).document();
    }

    static void tooLarge(String file, long size, ReaderLimits limits, Faults faults) {
        faults.error(
                Position.of(file),
                "",
                "the document is too large: " + size + " bytes, at most " + limits.size() + " are read",
                "split it into fragments, or raise the limit");
    }

    private Optional<PolicyElement> document() {
        characters();
        while (!cursor.atEnd()) {
            if (cursor.peek() != '<') {
                text.content(tree.text());
            } else if (cursor.looksAt("<!--")) {
                skip("<!--", "-->", "comment");
            } else if (cursor.looksAt("<![CDATA[")) {
                text.cdata(tree.text());
            } else if (cursor.looksAt("<!")) {
                declaration();
            } else if (cursor.looksAt("<?")) {
                skip("<?", "?>", "processing instruction");
            } else if (cursor.looksAt("</")) {
                XmlTag.End end = tag.end();
                tree.close(end.name(), end.position());
            } else {
                startTag();
            }
        }
        return tree.finish();
    }

    private void startTag() {
        Position position = cursor.position();
        cursor.next();
        XmlTag.Start start = tag.start(position);
        if (start == null) {
            // A bare `<` in text; the fault is told, the character stands for itself.
            tree.text().append('<', position.line(), position.column());
            return;
        }
        tree.open(start.name(), position, start.attributes());
        if (start.closed()) {
            tree.closeEmpty();
        }
    }

    private void declaration() {
        Position position = cursor.position();
        if (cursor.looksAt("<!DOCTYPE") || cursor.looksAt("<!doctype") || cursor.looksAt("<!ENTITY")) {
            faults.fatal(
                    position,
                    "found a document type declaration, expected an element; it is never read, nor any entity of it",
                    "delete it");
        } else {
            faults.error(position, "found `<!`, expected an element, a comment or a CDATA section", "");
            if (!cursor.skipPast(">")) {
                cursor.toEnd();
            }
        }
    }

    private void skip(String opening, String terminator, String what) {
        Position position = cursor.position();
        cursor.skip(opening.length());
        if (!cursor.skipPast(terminator)) {
            faults.fatal(
                    position,
                    "found the end of the document, expected `" + terminator + "` at the end of this " + what,
                    "");
        }
    }

    /** Tells characters that no XML document may hold (XML 1.0, 2.2); they are told once and then read as they are. */
    private void characters() {
        XmlCursor.Mark start = cursor.mark();
        int told = 0;
        while (!cursor.atEnd() && told < 10) {
            int c = cursor.codePoint();
            if (!XmlNames.isCharacter(c)) {
                told++;
                faults.error(
                        cursor.position(),
                        String.format("found the character U+%04X, which no document may hold", c),
                        "delete it");
            }
            cursor.skip(Character.charCount(c));
        }
        cursor.reset(start);
    }
}

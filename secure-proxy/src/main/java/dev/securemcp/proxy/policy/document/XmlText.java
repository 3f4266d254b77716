package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.policy.document.ExpressionEnd.Verdict;

/**
 * Reads attribute values and text. Where one is an expression, its end is found by {@link ExpressionEnd}, so that raw
 * quotes and operators belong to it; where that fails, one fault says so and the text is read as XML would read it.
 */
final class XmlText {

    /**
     * How many characters may be read in vain, or the document's length if that is more: a document full of unclosed
     * expressions must not cost the square of its length.
     */
    private static final int VAIN = 200_000;

    private final XmlCursor cursor;
    private final XmlFaults faults;
    private final XmlReference reference;
    private long vain;

    XmlText(XmlCursor cursor, XmlFaults faults) {
        this.cursor = cursor;
        this.faults = faults;
        this.reference = new XmlReference(cursor, faults);
        this.vain = Math.max(VAIN, cursor.length());
    }

    /** The value of an attribute; {@code sound} is false where a fault was told that makes what follows doubtful. */
    record Value(PolicyText text, boolean sound) {}

    /** Takes an attribute's value with its quotes; the cursor stands on the opening one. */
    Value attribute(String name) {
        Position opening = cursor.position();
        char quote = cursor.next();
        XmlCursor.Mark start = cursor.mark();
        TextBuilder out = new TextBuilder(cursor.file(), cursor.line(), cursor.column());
        boolean sound = !isExpressionAhead() || expression(out, true);
        if (!sound) {
            cursor.reset(start);
            out = new TextBuilder(cursor.file(), cursor.line(), cursor.column());
        }
        // What a broken expression left behind is raw, and one fault for it is enough.
        boolean raw = !sound;
        boolean told = raw;
        while (!cursor.atEnd() && cursor.peek() != quote) {
            if (cursor.peek() == '<' && !told) {
                told = true;
                sound = false;
                faults.error(
                        cursor.position(),
                        "found `<` in the value of " + Shown.quoted(name) + ", expected " + quote
                                + " at its end, or `&lt;`",
                        "write `&lt;`, or close the value that begins at line " + opening.line());
            }
            character(out, raw, true);
        }
        if (cursor.atEnd()) {
            faults.fatal(
                    opening,
                    "found the end of the document, expected " + quote + " at the end of the value of "
                            + Shown.quoted(name) + "",
                    "");
        } else {
            cursor.next();
        }
        return new Value(out.build(), sound);
    }

    /** Takes text up to the next markup, and an expression whole. */
    void content(TextBuilder out) {
        boolean raw = false;
        if (out.isBlank() && isExpressionAhead()) {
            XmlCursor.Mark start = cursor.mark();
            TextBuilder attempt = new TextBuilder(cursor.file(), cursor.line(), cursor.column());
            if (expression(attempt, false)) {
                PolicyText read = attempt.build();
                out.append(read, 0, read.text().length());
            } else {
                raw = true;
                cursor.reset(start);
            }
        }
        while (!cursor.atEnd() && cursor.peek() != '<') {
            character(out, raw, false);
        }
    }

    /** Takes a CDATA section; the cursor stands on its opening. */
    void cdata(TextBuilder out) {
        Position position = cursor.position();
        cursor.skip("<![CDATA[".length());
        while (!cursor.looksAt("]]>")) {
            if (cursor.atEnd()) {
                faults.fatal(
                        position, "found the end of the document, expected `]]>` at the end of this CDATA section", "");
                return;
            }
            int line = cursor.line();
            int column = cursor.column();
            out.append(cursor.next(), line, column);
        }
        cursor.skip("]]>".length());
    }

    private boolean isExpressionAhead() {
        int ahead = 0;
        while (XmlNames.isSpace(cursor.peek(ahead))) {
            ahead++;
        }
        return cursor.peek(ahead) == '@' && (cursor.peek(ahead + 1) == '(' || cursor.peek(ahead + 1) == '{');
    }

    /** Takes one character or reference. */
    private void character(TextBuilder out, boolean raw, boolean inAttribute) {
        int line = cursor.line();
        int column = cursor.column();
        if (cursor.peek() == '&') {
            out.appendAt(reference.read(raw), line, column);
        } else {
            char c = cursor.next();
            // Attribute-value normalisation (XML 1.0, 3.3.3), but line ends stay: `//` comments end with the line.
            out.append(inAttribute && c == '\t' ? ' ' : c, line, column);
        }
    }

    /** Takes white space and a whole expression; false after a fault, the cursor is then anywhere. */
    private boolean expression(TextBuilder out, boolean inAttribute) {
        while (XmlNames.isSpace(cursor.peek())) {
            character(out, true, inAttribute);
        }
        Position opening = cursor.position();
        int startIndex = cursor.index();
        character(out, true, inAttribute);
        char bracket = cursor.peek();
        character(out, true, inAttribute);
        ExpressionEnd end = new ExpressionEnd(bracket);
        String problem = vain <= 0 ? "too many expressions in this document are not closed" : "";
        Position at = opening;
        while (problem.isEmpty()) {
            at = cursor.position();
            if (cursor.atEnd()) {
                problem = "found the end of the document, expected " + end.expected();
            } else if (end.inCode() && endsTag()) {
                problem = "found the end of a tag, expected " + end.expected();
            } else if (!inAttribute && cursor.peek() == '<' && end.inCode() && cursor.looksAt("<!--")) {
                if (!cursor.skipPast("-->")) {
                    problem = "found a comment without end, expected `-->`";
                }
            } else {
                int before = out.length();
                if (!inAttribute && end.inCode() && cursor.looksAt("<![CDATA[")) {
                    cdata(out);
                } else {
                    character(out, true, inAttribute);
                }
                Verdict verdict = Verdict.INSIDE;
                for (int i = before; i < out.length() && verdict == Verdict.INSIDE; i++) {
                    verdict = end.accept(out.charAt(i));
                }
                if (verdict == Verdict.CLOSED) {
                    return true;
                }
                problem = end.problem();
            }
        }
        vain -= cursor.index() - startIndex;
        if (!faults.stopped()) {
            faults.error(opening, "the expression that begins here is not closed: " + problem + place(at), "");
        }
        return false;
    }

    /** Whether markup stands here that no C# code can hold outside strings and comments. */
    private boolean endsTag() {
        return (cursor.peek() == '<' && cursor.peek(1) == '/' && XmlNames.isNameStart(cursor.peek(2)))
                || (cursor.peek() == '/' && cursor.peek(1) == '>');
    }

    private static String place(Position at) {
        return " at line " + at.line() + ", column " + at.column();
    }
}

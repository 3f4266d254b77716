package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.Map;

/**
 * Character references and the five entities that XML knows by itself. Others would need a DTD, which is never read.
 */
final class XmlReference {

    private static final Map<String, String> ENTITIES =
            Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'");

    /** The longest reference that is looked for, some leading zeros included. */
    private static final int MAX = 24;

    private final XmlCursor cursor;
    private final XmlFaults faults;

    XmlReference(XmlCursor cursor, XmlFaults faults) {
        this.cursor = cursor;
        this.faults = faults;
    }

    /**
     * Takes the reference, or the bare ampersand, at the cursor.
     *
     * @param raw whether a bare {@code &} and an unknown name stand for themselves, as in an expression
     * @return what it stands for
     */
    String read(boolean raw) {
        Position position = cursor.position();
        int end = 1;
        while (end < MAX && isReferencePart(cursor.peek(end))) {
            end++;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 1; i < end; i++) {
            name.append(cursor.peek(i));
        }
        if (end == 1 || cursor.peek(end) != ';') {
            cursor.next();
            if (!raw) {
                faults.error(position, "found a bare `&`, expected an entity such as `&amp;`", "write `&amp;`");
            }
            return "&";
        }
        String meaning = name.charAt(0) == '#' ? numeric(name) : ENTITIES.get(name.toString());
        if (meaning != null) {
            cursor.skip(end + 1);
            return meaning;
        }
        cursor.next();
        if (!raw) {
            faults.error(
                    position,
                    "found `&" + name + ";`, expected lt, gt, amp, quot, apos or the number of a character",
                    "no other entities are known, and a DTD is never read");
        }
        return "&";
    }

    private static boolean isReferencePart(char c) {
        return c == '#' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static String numeric(CharSequence name) {
        boolean hex = name.length() > 1 && name.charAt(1) == 'x';
        String digits = name.subSequence(hex ? 2 : 1, name.length()).toString();
        if (digits.isEmpty() || digits.indexOf('#') >= 0) {
            return null;
        }
        try {
            int codePoint = Integer.parseInt(digits, hex ? 16 : 10);
            return XmlNames.isCharacter(codePoint) ? Character.toString(codePoint) : null;
        } catch (NumberFormatException tooLargeOrNoNumber) {
            return null;
        }
    }
}

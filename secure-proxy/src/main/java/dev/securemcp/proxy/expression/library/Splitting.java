package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import java.util.ArrayList;
import java.util.List;

/** {@code string.Split}, and replacing whatever the case. */
final class Splitting {

    private static final int REMOVE_EMPTY = 1;
    private static final int TRIM = 2;

    private Splitting() {}

    /** No characters mean white space. */
    static Object[] byChars(Evaluation e, String s, Object[] separators, int most, int options) {
        boolean blanks = separators == null || separators.length == 0;
        return split(e, s, most, options, at -> {
            char c = s.charAt(at);
            return (blanks ? StringMembers.isBlank(c) : StringMembers.among(c, separators)) ? 1 : 0;
        });
    }

    static Object[] byTexts(Evaluation e, String s, Object[] separators, int most, int options) {
        for (Object separator : separators == null ? new Object[0] : separators) {
            e.steps((int) Math.min(Integer.MAX_VALUE, (long) s.length() * (separator == null ? 1 : ((String) separator).length()) >> 10));
        }
        return split(e, s, most, options, at -> {
            for (Object separator : separators == null ? new Object[0] : separators) {
                String text = (String) separator;
                if (text != null && !text.isEmpty() && s.startsWith(text, at)) {
                    return text.length();
                }
            }
            return 0;
        });
    }

    /** How long a separator is that begins at a place; 0 for none. */
    private interface Separator {
        int lengthAt(int at);
    }

    private static Object[] split(Evaluation e, String s, int most, int options, Separator separator) {
        if (most < 0) {
            throw Fail.range("the number of pieces must not be negative");
        }
        e.length(s.length());
        e.steps(s.length() >> 4);
        List<Object> pieces = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < s.length() && most > 0 && pieces.size() < most - 1) {
            int length = separator.lengthAt(at);
            if (length == 0) {
                at++;
                continue;
            }
            add(e, pieces, s.substring(start, at), options);
            at += length;
            start = at;
        }
        if (most > 0) {
            String rest = s.substring(start);
            while ((options & REMOVE_EMPTY) != 0
                    && !rest.isEmpty()
                    && start < s.length()
                    && separator.lengthAt(start) > 0) {
                start += separator.lengthAt(start); // the last piece does not begin with separators either
                rest = s.substring(start);
            }
            add(e, pieces, rest, options);
        }
        return pieces.toArray();
    }

    private static void add(Evaluation e, List<Object> pieces, String piece, int options) {
        String kept = (options & TRIM) != 0 ? piece.strip() : piece;
        if (kept.isEmpty() && (options & REMOVE_EMPTY) != 0) {
            return;
        }
        pieces.add(kept);
        e.size(pieces.size());
        e.step();
    }

    static String replace(Evaluation e, String s, String old, String replacement, boolean fold) {
        if (!fold) {
            return StringMembers.replace(e, s, old, replacement);
        }
        if (old.isEmpty()) {
            throw Fail.argument("the text to replace must not be empty");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (true) {
            int found = StringMembers.find(e, s, old, at, true);
            if (found < 0) {
                return e.text(out.append(s, at, s.length()).toString());
            }
            e.step();
            out.append(s, at, found).append(replacement);
            if (out.length() > e.limits().stringLength()) {
                e.length(out.length());
            }
            at = found + old.length();
        }
    }
}

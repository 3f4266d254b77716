package dev.securemcp.proxy.policy.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a template into plain text, outputs and tags; comments and white space beside dashes go, {@code raw} becomes plain text. */
final class TemplateCutter {

    private static final Pattern COMMENT = Pattern.compile("\\{%-?\\s*(comment|endcomment)\\b[^%]*?(-?)%}");
    private static final Pattern END_RAW = Pattern.compile("\\{%(-?)\\s*endraw\\s*(-?)%}");

    private final String text;
    private final TemplateFaults faults;
    private final List<Piece> pieces = new ArrayList<>();
    private boolean trimNext;

    TemplateCutter(String text, TemplateFaults faults) {
        this.text = text;
        this.faults = faults;
    }

    List<Piece> cut() {
        int at = 0;
        while (at < text.length()) {
            int open = opening(at);
            if (open < 0) {
                plain(at, text.length(), false);
                break;
            }
            boolean tag = text.charAt(open + 1) == '%';
            int close = closing(open + 2, tag ? "%}" : "}}");
            boolean trimBefore = open + 2 < text.length() && text.charAt(open + 2) == '-';
            plain(at, open, trimBefore);
            if (close < 0) {
                faults.add(new SyntaxFault(
                        open,
                        tag ? "found `{%` without `%}` behind it" : "found `{{` without `}}` behind it",
                        "close it, or put literal braces between {% raw %} and {% endraw %}"));
                break;
            }
            int start = open + (trimBefore ? 3 : 2);
            trimNext = close > start && text.charAt(close - 1) == '-';
            int end = Math.max(start, trimNext ? close - 1 : close);
            at = close + 2;
            if (tag) {
                at = tag(open, start, end, at);
            } else {
                pieces.add(new Piece.Output(open, start, end));
            }
        }
        return pieces;
    }

    private int opening(int from) {
        int at = text.indexOf('{', from);
        while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) != '{' && text.charAt(at + 1) != '%') {
            at = text.indexOf('{', at + 1);
        }
        return at + 1 < text.length() ? at : -1;
    }

    /** Where the closing stands, not counting those inside quotes; -1 for nowhere. */
    private int closing(int from, String closing) {
        char quote = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (text.startsWith(closing, i)) {
                return i;
            }
        }
        // A quote that does not end is told where the tag is read.
        return quote == 0 ? -1 : text.indexOf(closing, from);
    }

    private void plain(int start, int end, boolean trimEnd) {
        int from = start;
        int to = end;
        while (trimNext && from < to && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        while (trimEnd && to > from && Character.isWhitespace(text.charAt(to - 1))) {
            to--;
        }
        trimNext = false;
        if (from < to) {
            pieces.add(new Piece.Plain(from, text.substring(from, to)));
        }
    }

    /** Takes up a tag; returns where to go on. */
    private int tag(int open, int start, int end, int behind) {
        int from = start;
        while (from < end && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < end && (Character.isLetterOrDigit(text.charAt(to)) || text.charAt(to) == '_')) {
            to++;
        }
        String name = text.substring(from, to);
        switch (name) {
            case "comment" -> {
                return comment(open, behind);
            }
            case "raw" -> {
                return raw(open, behind);
            }
            default -> {
                pieces.add(new Piece.Tag(open, name, to, end));
                return behind;
            }
        }
    }

    private int comment(int open, int behind) {
        Matcher next = COMMENT.matcher(text);
        int depth = 1;
        int at = behind;
        while (depth > 0 && next.find(at)) {
            depth += next.group(1).equals("comment") ? 1 : -1;
            at = next.end();
        }
        if (depth > 0) {
            return unclosed(open, "comment");
        }
        trimNext = !next.group(2).isEmpty();
        return at;
    }

    private int raw(int open, int start) {
        Matcher closing = END_RAW.matcher(text);
        if (!closing.find(start)) {
            return unclosed(open, "raw");
        }
        int end = closing.start();
        plain(start, end, !closing.group(1).isEmpty());
        trimNext = !closing.group(2).isEmpty();
        return closing.end();
    }

    private int unclosed(int open, String name) {
        faults.add(new SyntaxFault(open, "`{% " + name + " %}` has no `{% end" + name + " %}`", ""));
        return text.length();
    }
}

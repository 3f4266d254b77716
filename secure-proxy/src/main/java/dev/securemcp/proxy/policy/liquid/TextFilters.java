package dev.securemcp.proxy.policy.liquid;

import dev.securemcp.proxy.expression.library.HtmlText;
import dev.securemcp.proxy.expression.library.UrlText;
import dev.securemcp.proxy.expression.run.DateFormat;
import dev.securemcp.proxy.expression.run.DateParse;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Filters of texts; what is no text is written as one first. */
final class TextFilters {

    static final List<Filter> ALL = List.of(
            text("upcase", text -> text.toUpperCase(Locale.ROOT)),
            text("downcase", text -> text.toLowerCase(Locale.ROOT)),
            text("capitalize", TextFilters::capitalized),
            text("strip", String::strip),
            text("lstrip", String::stripLeading),
            text("rstrip", String::stripTrailing),
            text("strip_newlines", text -> text.replace("\r", "").replace("\n", "")),
            text("newline_to_br", text -> text.replace("\r\n", "\n").replace("\n", "<br />\n")),
            text("escape", HtmlText::encode),
            text("h", HtmlText::encode),
            text("url_encode", text -> UrlText.encode(text, true)),
            text("url_decode", text -> UrlText.decode(text, true)),
            new Filter("append", 1, 1, (r, in, a) -> joined(r, Values.text(r, in), Values.text(r, a[0]))),
            new Filter("prepend", 1, 1, (r, in, a) -> joined(r, Values.text(r, a[0]), Values.text(r, in))),
            new Filter("replace", 1, 2, (r, in, a) -> replace(r, in, a[0], a.length > 1 ? a[1] : "", false)),
            new Filter("replace_first", 1, 2, (r, in, a) -> replace(r, in, a[0], a.length > 1 ? a[1] : "", true)),
            new Filter("remove", 1, 1, (r, in, a) -> replace(r, in, a[0], "", false)),
            new Filter("remove_first", 1, 1, (r, in, a) -> replace(r, in, a[0], "", true)),
            new Filter("split", 1, 1, TextFilters::split),
            new Filter("slice", 1, 2, TextFilters::slice),
            new Filter("truncate", 0, 2, TextFilters::truncate),
            new Filter("default", 1, 1, (r, in, a) -> isMissing(in) ? a[0] : in),
            new Filter("date", 1, 1, TextFilters::date));

    private TextFilters() {}

    private static Filter text(String name, UnaryOperator<String> operation) {
        return new Filter(name, 0, 0, (r, in, a) -> in == null ? null : r.made(operation.apply(Values.text(r, in))));
    }

    static String joined(Rendering rendering, String first, String second) {
        rendering.length((long) first.length() + second.length());
        return first + second;
    }

    private static boolean isMissing(Object value) {
        return !Values.isTrue(value) || Emptiness.EMPTY.fits(value);
    }

    /** The first letter of each word, as DotLiquid does. */
    private static String capitalized(String text) {
        StringBuilder out = new StringBuilder(text);
        boolean begins = true;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (begins) {
                out.setCharAt(i, Character.toUpperCase(c));
            }
            begins = Character.isWhitespace(c);
        }
        return out.toString();
    }

    private static Object replace(Rendering rendering, Object input, Object from, Object to, boolean onlyFirst) {
        if (input == null) {
            return null;
        }
        String text = Values.text(rendering, input);
        String what = Values.text(rendering, from);
        String by = Values.text(rendering, to);
        int at = what.isEmpty() ? -1 : text.indexOf(what);
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int done = 0;
        while (at >= 0) {
            rendering.fits((long) out.length() + (at - done) + by.length());
            out.append(text, done, at).append(by);
            done = at + what.length();
            at = onlyFirst ? -1 : text.indexOf(what, done);
        }
        return rendering.made(out.append(text, done, text.length()).toString());
    }

    /** Without the empty parts, as DotLiquid does; an empty separator gives the characters. */
    private static Object split(Rendering rendering, Object input, Object[] arguments) {
        String text = Values.text(rendering, input);
        String by = Values.text(rendering, arguments[0]);
        List<Object> parts = new ArrayList<>();
        int done = 0;
        while (done < text.length()) {
            int at = by.isEmpty() ? text.offsetByCodePoints(done, 1) : text.indexOf(by, done);
            int end = at < 0 ? text.length() : at;
            if (end > done) {
                rendering.step();
                parts.add(text.substring(done, end));
            }
            done = end + by.length();
        }
        return parts;
    }

    private static Object slice(Rendering rendering, Object input, Object[] arguments) {
        String text = Values.text(rendering, input);
        long asked = Numbers.whole(arguments[0], "`slice`");
        long length = arguments.length > 1 ? Numbers.whole(arguments[1], "`slice`") : 1;
        long start = asked < 0 ? asked + text.length() : asked;
        if (start < 0 || start > text.length()) {
            return "";
        }
        return text.substring((int) start, (int) (start + Math.clamp(length, 0L, text.length() - start)));
    }

    private static Object truncate(Rendering rendering, Object input, Object[] arguments) {
        if (input == null) {
            return null;
        }
        String text = Values.text(rendering, input);
        long length = arguments.length > 0 ? Numbers.whole(arguments[0], "`truncate`") : 50;
        String end = arguments.length > 1 ? Values.text(rendering, arguments[1]) : "...";
        if (text.length() <= length) {
            return text;
        }
        return joined(rendering, text.substring(0, (int) Math.max(0, length - end.length())), end);
    }

    /** With a .NET format. A text that is no date stays as it is; {@code now} and {@code today} are the time of the call. */
    private static Object date(Rendering rendering, Object input, Object[] arguments) {
        DateTimeValue date =
                switch (input) {
                    case DateTimeValue known -> known;
                    case String text
                    when text.equals("now") || text.equals("today") ->
                        DateTimeValue.utc(rendering.context().now());
                    case String text -> DateParse.tryParse(text, false);
                    case null, default -> null;
                };
        String format = Values.text(rendering, arguments[0]);
        if (date == null || format.isEmpty()) {
            return input;
        }
        return rendering.made(DateFormat.format(date, format));
    }
}

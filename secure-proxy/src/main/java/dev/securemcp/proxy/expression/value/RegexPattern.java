package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.BoundedText;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** {@code Regex}: .NET's syntax in Java's engine, on texts that count how often they are looked at. Immutable. */
public final class RegexPattern {

    private static final int MAX_LENGTH = 4_096;
    private static final int CACHED = 256;

    /** Compiled patterns; policies use few, but one may come from a request. */
    private static final Map<String, RegexPattern> CACHE = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RegexPattern> eldest) {
            return size() > CACHED;
        }
    };

    private final String source;
    private final Pattern pattern;
    private final Map<String, Integer> numbers;
    private final Map<Integer, String> names = new HashMap<>();

    private RegexPattern(String source, RegexSyntax syntax, int flags) {
        this.source = source;
        this.pattern = Pattern.compile(syntax.java(), flags);
        this.numbers = syntax.named(pattern.namedGroups());
        numbers.forEach((name, number) -> names.put(number, name));
    }

    /**
     * A pattern.
     *
     * @param options {@code RegexOptions} as a number
     */
    public static RegexPattern of(String source, int options) {
        if (source == null) {
            throw Fail.of("ArgumentNullException", "the pattern is null");
        }
        if (source.length() > MAX_LENGTH) {
            throw Fail.argument("a pattern has at most " + MAX_LENGTH + " characters");
        }
        String key = options + "/" + source;
        synchronized (CACHE) {
            RegexPattern known = CACHE.get(key);
            if (known != null) {
                return known;
            }
        }
        RegexPattern made;
        try {
            made = new RegexPattern(
                    source, RegexSyntax.translate(source, (options & 4) != 0, (options & 32) != 0), flags(options));
        } catch (PatternSyntaxException e) {
            throw Fail.argument(
                    "the pattern is not understood at character " + (e.getIndex() + 1) + ": " + e.getDescription());
        } catch (StackOverflowError e) {
            throw Fail.argument("the pattern is nested too deep");
        }
        synchronized (CACHE) {
            CACHE.put(key, made);
        }
        return made;
    }

    private static int flags(int options) {
        int flags = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;
        flags |= (options & 1) != 0 ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= (options & 2) != 0 ? Pattern.MULTILINE : 0;
        flags |= (options & 16) != 0 ? Pattern.DOTALL : 0;
        flags |= (options & 32) != 0 ? Pattern.COMMENTS : 0;
        return (options & 256) != 0 ? flags & ~Pattern.UNICODE_CHARACTER_CLASS : flags;
    }

    public String source() {
        return source;
    }

    Map<String, Integer> numbers() {
        return numbers;
    }

    String name(int group) {
        return names.getOrDefault(group, Integer.toString(group));
    }

    /** Of all groups, the whole match first. */
    public List<String> names() {
        List<String> all = new ArrayList<>();
        int count = pattern.matcher("").groupCount();
        for (int i = 0; i <= count; i++) {
            all.add(name(i));
        }
        return all;
    }

    private Matcher matcher(Evaluation e, String input) {
        if (input == null) {
            throw Fail.of("ArgumentNullException", "the text to search is null");
        }
        e.step();
        return pattern.matcher(new BoundedText(e, input));
    }

    private static boolean find(Matcher matcher, int from) {
        try {
            return matcher.find(from);
        } catch (StackOverflowError x) { // Java's engine recurs for every repetition of a group
            throw Fail.limit("the regular expression needs too much memory on this text; simplify the pattern");
        }
    }

    public boolean isMatch(Evaluation e, String input) {
        return find(matcher(e, input), 0);
    }

    public RegexMatch match(Evaluation e, String input) {
        return match(e, input, 0);
    }

    RegexMatch match(Evaluation e, String input, int from) {
        Matcher matcher = matcher(e, input);
        return from <= input.length() && find(matcher, from)
                ? RegexMatch.of(this, input, matcher)
                : RegexMatch.none(this, input);
    }

    public List<Object> matches(Evaluation e, String input) {
        List<Object> found = new ArrayList<>();
        Matcher matcher = matcher(e, input);
        int from = 0;
        while (from <= input.length() && find(matcher, from)) {
            e.step();
            found.add(RegexMatch.of(this, input, matcher));
            e.size(found.size());
            from = matcher.end() == matcher.start() ? matcher.end() + 1 : matcher.end();
        }
        return found;
    }

    public String replace(Evaluation e, String input, Function<RegexMatch, String> replacement) {
        return replaced(e, input, replacement, Integer.MAX_VALUE);
    }

    public String replace(Evaluation e, String input, String replacement, int most) {
        if (replacement == null) {
            throw Fail.of("ArgumentNullException", "the replacement is null");
        }
        return replaced(e, input, match -> match.expand(replacement), most);
    }

    private String replaced(Evaluation e, String input, Function<RegexMatch, String> replacement, int most) {
        StringBuilder out = new StringBuilder();
        int copied = 0;
        int count = 0;
        for (Object each : matches(e, input)) {
            if (count++ >= most) {
                break;
            }
            RegexMatch match = (RegexMatch) each;
            String with = replacement.apply(match);
            out.append(input, copied, match.index()).append(with == null ? "" : with);
            copied = match.end();
            if (out.length() > e.limits().stringLength()) {
                e.length(out.length());
            }
        }
        return e.text(out.append(input, copied, input.length()).toString());
    }

    /** The pieces between matches; what groups matched stands between them, as in .NET. */
    public Object[] split(Evaluation e, String input) {
        List<Object> pieces = new ArrayList<>();
        int from = 0;
        for (Object each : matches(e, input)) {
            RegexMatch match = (RegexMatch) each;
            pieces.add(input.substring(from, match.index()));
            for (int i = 1; i < match.groups().size(); i++) {
                if (match.groups().group(i).success()) {
                    pieces.add(match.groups().group(i).value());
                }
            }
            from = match.end();
        }
        pieces.add(input.substring(from));
        e.length(input.length());
        return pieces.toArray();
    }

    /** With a backslash before every character that means something in a pattern. */
    public static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                default -> out.append("\\*+?|{[()^$.# ".indexOf(c) >= 0 ? "\\" + c : String.valueOf(c));
            }
        }
        return out.toString();
    }
}

package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.Evaluation;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** {@code Match}: group 0, and the groups inside it. */
public final class RegexMatch extends RegexGroup {

    /** {@code GroupCollection}. */
    public static final class Groups extends AbstractList<Object> {
        private final List<RegexGroup> groups;
        private final Map<String, Integer> names;

        Groups(List<RegexGroup> groups, Map<String, Integer> names) {
            this.groups = groups;
            this.names = names;
        }

        /** One that has no such number counts as not matched. */
        public RegexGroup group(int number) {
            return number >= 0 && number < groups.size() ? groups.get(number) : NONE;
        }

        public RegexGroup named(String name) {
            Integer number = names.get(name);
            if (number == null
                    && !name.isEmpty()
                    && name.length() < 5
                    && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                number = Integer.valueOf(name);
            }
            return number == null ? NONE : group(number);
        }

        public boolean knows(String name) {
            return names.containsKey(name);
        }

        @Override
        public Object get(int number) {
            return groups.get(number);
        }

        @Override
        public int size() {
            return groups.size();
        }
    }

    private static final RegexGroup NONE = new RegexGroup("", false, 0, "");

    private final RegexPattern pattern;
    private final String input;
    private final int end;
    private final Groups groups;

    private RegexMatch(
            RegexPattern pattern,
            String input,
            boolean success,
            int index,
            String value,
            int end,
            List<RegexGroup> groups) {
        super("0", success, index, value);
        this.pattern = pattern;
        this.input = input;
        this.end = end;
        List<RegexGroup> all = new ArrayList<>();
        all.add(this);
        all.addAll(groups);
        this.groups = new Groups(all, pattern.numbers());
    }

    static RegexMatch none(RegexPattern pattern, String input) {
        return new RegexMatch(pattern, input, false, 0, "", input.length(), List.of());
    }

    static RegexMatch of(RegexPattern pattern, String input, MatchResult result) {
        List<RegexGroup> groups = new ArrayList<>();
        for (int i = 1; i <= result.groupCount(); i++) {
            boolean success = result.start(i) >= 0;
            groups.add(new RegexGroup(
                    pattern.name(i),
                    success,
                    success ? result.start(i) : 0,
                    success ? input.substring(result.start(i), result.end(i)) : ""));
        }
        return new RegexMatch(
                pattern,
                input,
                true,
                result.start(),
                input.substring(result.start(), result.end()),
                result.end(),
                groups);
    }

    public Groups groups() {
        return groups;
    }

    /** Behind its last character. */
    public int end() {
        return end;
    }

    public RegexMatch next(Evaluation e) {
        return success() ? pattern.match(e, input, end == index() ? end + 1 : end) : this;
    }

    /** A replacement's text: {@code $1}, <code>${name}</code>, {@code $&}, {@code $$}. */
    public String expand(String replacement) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at);
            char following = at + 1 < replacement.length() ? replacement.charAt(at + 1) : '\0';
            if (c != '$') {
                out.append(c);
                at++;
            } else if (following == '$') {
                out.append('$');
                at += 2;
            } else if (following == '&') {
                out.append(value());
                at += 2;
            } else if (following == '`') {
                out.append(input, 0, index());
                at += 2;
            } else if (following == '\'') {
                out.append(input, end, input.length());
                at += 2;
            } else if (following == '{') {
                int close = replacement.indexOf('}', at);
                String name = close < 0 ? "" : replacement.substring(at + 2, close);
                boolean known =
                        close > 0 && (groups.knows(name) || (number(name) >= 0 && number(name) < groups.size()));
                out.append(known ? groups.named(name).value() : "$");
                at = known ? close + 1 : at + 1;
            } else if (following >= '0' && following <= '9') {
                int stop = at + 1;
                while (stop < replacement.length() && stop < at + 4 && Character.isDigit(replacement.charAt(stop))) {
                    stop++;
                }
                int number = number(replacement.substring(at + 1, stop));
                boolean known = number < groups.size();
                out.append(known ? groups.group(number).value() : "$");
                at = known ? stop : at + 1;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static int number(String digits) {
        return digits.isEmpty() || digits.length() > 4 || !digits.chars().allMatch(Character::isDigit)
                ? -1
                : Integer.parseInt(digits);
    }
}

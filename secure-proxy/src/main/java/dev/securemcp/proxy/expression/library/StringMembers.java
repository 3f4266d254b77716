package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;

/** What a {@code string} offers. */
final class StringMembers {

    private StringMembers() {}

    static void fill(Members<String> m) {
        m.property("int Length", (e, s) -> s.length());
        m.indexer("char this[int index]", (e, s, i) -> {
            if (num(i) < 0 || num(i) >= s.length()) {
                throw Fail.of(
                        "IndexOutOfRangeException",
                        "index " + i + " is outside of a string of " + s.length() + " characters");
            }
            return s.charAt(num(i));
        });
        searching(m);
        cutting(m);
        changing(m);
        m.method("string ToString()", (e, s) -> s);
        m.method("string ToString(CultureInfo culture)", (e, s, culture) -> s);
        m.method("bool Equals(string other)", (e, s, other) -> scanned(e, s).equals(other));
        m.method("bool Equals(string other, StringComparison comparison)", (e, s, other, c) -> equal(scanned(e, s), str(other), c));
        m.method("int CompareTo(string other)", (e, s, other) -> Values.compare(scanned(e, s), other));
        m.method("int CompareTo(object other)", (e, s, other) -> Values.compare(scanned(e, s), other));
        m.method("char[] ToCharArray()", (e, s) -> {
            e.length(s.length());
            return s.chars().mapToObj(c -> (char) c).toArray();
        });
        m.method("bool IsNormalized()", (e, s) -> Normalizer.isNormalized(s, Normalizer.Form.NFC));
        m.method("string Normalize()", (e, s) -> e.text(Normalizer.normalize(s, Normalizer.Form.NFC)));
        m.method(
                "string Normalize(NormalizationForm form)",
                (e, s, form) -> e.text(Normalizer.normalize(
                        s,
                        switch (((EnumValue) form).name()) {
                            case "FormD" -> Normalizer.Form.NFD;
                            case "FormKC" -> Normalizer.Form.NFKC;
                            case "FormKD" -> Normalizer.Form.NFKD;
                            default -> Normalizer.Form.NFC;
                        })));
    }

    private static void searching(Members<String> m) {
        m.method("bool StartsWith(string value)", (e, s, v) -> s.startsWith(scanned(e, text(v))));
        m.method(
                "bool StartsWith(string value, StringComparison comparison)",
                (e, s, v, c) -> s.regionMatches(folds(c), 0, text(v), 0, text(v).length()));
        m.method("bool StartsWith(char value)", (e, s, v) -> !s.isEmpty() && s.charAt(0) == (Character) v);
        m.method("bool EndsWith(string value)", (e, s, v) -> s.endsWith(scanned(e, text(v))));
        m.method(
                "bool EndsWith(string value, StringComparison comparison)",
                (e, s, v, c) -> s.regionMatches(folds(c), s.length() - text(v).length(), text(v), 0, text(v).length()));
        m.method("bool EndsWith(char value)", (e, s, v) -> !s.isEmpty() && s.charAt(s.length() - 1) == (Character) v);
        m.method("bool Contains(string value)", (e, s, v) -> find(e, s, text(v), 0, false) >= 0);
        m.method(
                "bool Contains(string value, StringComparison comparison)",
                (e, s, v, c) -> find(e, s, text(v), 0, folds(c)) >= 0);
        m.method("bool Contains(char value)", (e, s, v) -> scanned(e, s).indexOf((Character) v) >= 0);
        m.method("int IndexOf(string value)", (e, s, v) -> find(e, s, text(v), 0, false));
        m.method("int IndexOf(char value)", (e, s, v) -> scanned(e, s).indexOf((Character) v));
        m.method("int IndexOf(string value, int startIndex)", (e, s, v, i) -> find(e, s, text(v), start(s, i), false));
        m.method("int IndexOf(char value, int startIndex)", (e, s, v, i) -> scanned(e, s).indexOf((Character) v, start(s, i)));
        m.method(
                "int IndexOf(string value, StringComparison comparison)",
                (e, s, v, c) -> find(e, s, text(v), 0, folds(c)));
        m.method(
                "int IndexOf(string value, int startIndex, StringComparison comparison)",
                (e, s, v, i, c) -> find(e, s, text(v), start(s, i), folds(c)));
        m.method("int LastIndexOf(string value)", (e, s, v) -> findLast(e, s, text(v), false));
        m.method("int LastIndexOf(char value)", (e, s, v) -> scanned(e, s).lastIndexOf((Character) v));
        m.method(
                "int LastIndexOf(string value, StringComparison comparison)",
                (e, s, v, c) -> findLast(e, s, text(v), folds(c)));
        m.method("int IndexOfAny(char[] anyOf)", (e, s, any) -> {
            for (int i = 0; i < s.length(); i++) {
                if (among(s.charAt(i), (Object[]) any)) {
                    return i;
                }
            }
            return -1;
        });
    }

    private static void cutting(Members<String> m) {
        m.method("string Substring(int startIndex)", (e, s, i) -> e.text(s.substring(start(s, i))));
        m.method("string Substring(int startIndex, int length)", (e, s, i, n) -> {
            if (num(i) < 0 || num(n) < 0 || (long) num(i) + num(n) > s.length()) {
                throw Fail.range(
                        "Substring(" + i + ", " + n + ") is outside of a string of " + s.length() + " characters");
            }
            return e.text(s.substring(num(i), num(i) + num(n)));
        });
        m.method("string Remove(int startIndex)", (e, s, i) -> e.text(s.substring(0, start(s, i))));
        m.method(
                "string Remove(int startIndex, int count)",
                (e, s, i, n) -> e.text(s.substring(0, start(s, i)) + s.substring(num(i) + num(n))));
        m.method("string Trim()", (e, s) -> trim(scanned(e, s), true, true));
        m.method("string TrimStart()", (e, s) -> trim(scanned(e, s), true, false));
        m.method("string TrimEnd()", (e, s) -> trim(scanned(e, s), false, true));
        m.method("string Trim(params char[] trimChars)", (e, s, c) -> trim(scanned(e, s), (Object[]) c, true, true));
        m.method("string TrimStart(params char[] trimChars)", (e, s, c) -> trim(scanned(e, s), (Object[]) c, true, false));
        m.method("string TrimEnd(params char[] trimChars)", (e, s, c) -> trim(scanned(e, s), (Object[]) c, false, true));
        m.method(
                "string[] Split(params char[] separator)",
                (e, s, c) -> Splitting.byChars(e, s, (Object[]) c, Integer.MAX_VALUE, 0));
        m.method(
                "string[] Split(char[] separator, int count)",
                (e, s, c, n) -> Splitting.byChars(e, s, (Object[]) c, num(n), 0));
        m.method(
                "string[] Split(char[] separator, StringSplitOptions options)",
                (e, s, c, o) -> Splitting.byChars(e, s, (Object[]) c, Integer.MAX_VALUE, ((EnumValue) o).number()));
        m.method(
                "string[] Split(char[] separator, int count, StringSplitOptions options)",
                (e, s, c, n, o) -> Splitting.byChars(e, s, (Object[]) c, num(n), ((EnumValue) o).number()));
        m.method(
                "string[] Split(char separator, StringSplitOptions options)",
                (e, s, c, o) -> Splitting.byChars(e, s, new Object[] {c}, Integer.MAX_VALUE, ((EnumValue) o).number()));
        m.method(
                "string[] Split(char separator, int count)",
                (e, s, c, n) -> Splitting.byChars(e, s, new Object[] {c}, num(n), 0));
        m.method(
                "string[] Split(char separator, int count, StringSplitOptions options)",
                (e, s, c, n, o) -> Splitting.byChars(e, s, new Object[] {c}, num(n), ((EnumValue) o).number()));
        m.method(
                "string[] Split(string separator)",
                (e, s, c) -> Splitting.byTexts(e, s, new Object[] {c}, Integer.MAX_VALUE, 0));
        m.method(
                "string[] Split(string separator, int count)",
                (e, s, c, n) -> Splitting.byTexts(e, s, new Object[] {c}, num(n), 0));
        m.method(
                "string[] Split(string separator, StringSplitOptions options)",
                (e, s, c, o) -> Splitting.byTexts(e, s, new Object[] {c}, Integer.MAX_VALUE, ((EnumValue) o).number()));
        m.method(
                "string[] Split(string[] separator, StringSplitOptions options)",
                (e, s, c, o) -> Splitting.byTexts(e, s, (Object[]) c, Integer.MAX_VALUE, ((EnumValue) o).number()));
        m.method(
                "string[] Split(string[] separator, int count, StringSplitOptions options)",
                (e, s, c, n, o) -> Splitting.byTexts(e, s, (Object[]) c, num(n), ((EnumValue) o).number()));
    }

    private static void changing(Members<String> m) {
        m.method("string ToLower()", (e, s) -> e.text(s.toLowerCase(Locale.ROOT)));
        m.method("string ToUpper()", (e, s) -> e.text(s.toUpperCase(Locale.ROOT)));
        m.method("string ToLower(CultureInfo culture)", (e, s, culture) -> e.text(s.toLowerCase(Locale.ROOT)));
        m.method("string ToUpper(CultureInfo culture)", (e, s, culture) -> e.text(s.toUpperCase(Locale.ROOT)));
        m.method("string ToLowerInvariant()", (e, s) -> e.text(s.toLowerCase(Locale.ROOT)));
        m.method("string ToUpperInvariant()", (e, s) -> e.text(s.toUpperCase(Locale.ROOT)));
        m.method(
                "string Replace(string oldValue, string newValue)",
                (e, s, o, n) -> replace(e, s, text(o), n == null ? "" : str(n)));
        m.method(
                "string Replace(char oldChar, char newChar)",
                (e, s, o, n) -> e.text(s.replace((Character) o, (Character) n)));
        m.method(
                "string Replace(string oldValue, string newValue, StringComparison comparison)",
                (e, s, o, n, c) -> Splitting.replace(e, s, text(o), n == null ? "" : str(n), folds(c)));
        m.method(
                "string Insert(int startIndex, string value)",
                (e, s, i, v) -> e.text(s.substring(0, start(s, i)) + text(v) + s.substring(num(i))));
        m.method("string PadLeft(int totalWidth)", (e, s, n) -> pad(e, s, num(n), ' ', true));
        m.method(
                "string PadLeft(int totalWidth, char paddingChar)",
                (e, s, n, c) -> pad(e, s, num(n), (Character) c, true));
        m.method("string PadRight(int totalWidth)", (e, s, n) -> pad(e, s, num(n), ' ', false));
        m.method(
                "string PadRight(int totalWidth, char paddingChar)",
                (e, s, n, c) -> pad(e, s, num(n), (Character) c, false));
    }

    /** An argument that must not be null. */
    private static String text(Object value) {
        return Objects.requireNonNull((String) value);
    }

    private static int start(String s, Object index) {
        if (num(index) < 0 || num(index) > s.length()) {
            throw Fail.range("index " + index + " is outside of a string of " + s.length() + " characters");
        }
        return num(index);
    }

    /** Whether a StringComparison ignores case: the odd ones do. */
    static boolean folds(Object comparison) {
        return (((EnumValue) comparison).number() & 1) == 1;
    }

    static boolean equal(String a, String b, Object comparison) {
        return folds(comparison) ? a == null ? b == null : a.equalsIgnoreCase(b) : Objects.equals(a, b);
    }

    /** Counts a search: at worst every place is compared with all that is wanted. */
    private static void search(Evaluation e, String s, String wanted, boolean fold) {
        long work = (long) s.length() * Math.max(1, wanted.length());
        e.steps((int) Math.min(Integer.MAX_VALUE, fold ? (s.length() >> 3) + (work >> 8) : (s.length() >> 8) + (work >> 10)));
    }

    /** Counts a walk along a text. */
    private static String scanned(Evaluation e, String s) {
        e.steps(s.length() >> 8);
        return s;
    }

    static int find(Evaluation e, String s, String wanted, int from, boolean fold) {
        search(e, s, wanted, fold);
        if (!fold) {
            return s.indexOf(wanted, from);
        }
        for (int i = from; i + wanted.length() <= s.length(); i++) {
            if (s.regionMatches(true, i, wanted, 0, wanted.length())) {
                return i;
            }
        }
        return -1;
    }

    private static int findLast(Evaluation e, String s, String wanted, boolean fold) {
        search(e, s, wanted, fold);
        for (int i = s.length() - wanted.length(); i >= 0; i--) {
            if (s.regionMatches(fold, i, wanted, 0, wanted.length())) {
                return i;
            }
        }
        return -1;
    }

    static boolean among(char c, Object[] any) {
        for (Object one : any) {
            if ((Character) one == c) {
                return true;
            }
        }
        return false;
    }

    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static String trim(String s, boolean left, boolean right) {
        int from = 0;
        int to = s.length();
        while (left && from < to && isBlank(s.charAt(from))) {
            from++;
        }
        while (right && from < to && isBlank(s.charAt(to - 1))) {
            to--;
        }
        return s.substring(from, to);
    }

    private static String trim(String s, Object[] any, boolean left, boolean right) {
        if (any.length == 0) {
            return trim(s, left, right);
        }
        int from = 0;
        int to = s.length();
        while (left && from < to && among(s.charAt(from), any)) {
            from++;
        }
        while (right && from < to && among(s.charAt(to - 1), any)) {
            to--;
        }
        return s.substring(from, to);
    }

    /** Counts the length of the result before it is made. */
    static String replace(Evaluation e, String s, String old, String replacement) {
        if (old.isEmpty()) {
            throw Fail.argument("the text to replace must not be empty");
        }
        search(e, s, old, false);
        if (replacement.length() > old.length()) {
            long count = 0;
            for (int at = s.indexOf(old); at >= 0; at = s.indexOf(old, at + old.length())) {
                count++;
            }
            e.length(s.length() + count * (replacement.length() - old.length()));
            return s.replace(old, replacement);
        }
        return e.text(s.replace(old, replacement));
    }

    private static String pad(Evaluation e, String s, int width, char c, boolean left) {
        if (width < 0) {
            throw Fail.range("a width must not be negative");
        }
        if (width <= s.length()) {
            return s;
        }
        e.length(width);
        String blanks = String.valueOf(c).repeat(width - s.length());
        return left ? blanks + s : s + blanks;
    }
}

package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Sequences;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What the type {@code string} itself offers. */
final class StringStatics {

    private StringStatics() {}

    static void fill(Members<String> m) {
        m.constant("string Empty", "");
        m.staticMethod("bool IsNullOrEmpty(string value)", (e, v) -> v == null || str(v).isEmpty());
        m.staticMethod(
                "bool IsNullOrWhiteSpace(string value)",
                (e, v) -> v == null || str(v).chars().allMatch(c -> StringMembers.isBlank((char) c)));
        m.staticMethod("string Join(string separator, params string[] values)", (e, s, v) -> join(e, str(s), v));
        m.staticMethod("string Join<T>(string separator, IEnumerable<T> values)", (e, s, v) -> join(e, str(s), v));
        m.staticMethod("string Join(string separator, params object[] values)", (e, s, v) -> join(e, str(s), v));
        m.staticMethod("string Join<T>(char separator, IEnumerable<T> values)", (e, s, v) -> join(e, s.toString(), v));
        m.staticMethod("string Concat(params string[] values)", (e, v) -> join(e, "", v));
        m.staticMethod("string Concat<T>(IEnumerable<T> values)", (e, v) -> join(e, "", v));
        m.staticMethod("string Concat(params object[] values)", (e, v) -> join(e, "", v));
        m.staticMethod(
                "string Format(string format, params object[] args)",
                (e, f, a) -> Text.format(e, str(f), (Object[]) a));
        m.staticMethod(
                "string Format(CultureInfo culture, string format, params object[] args)",
                (e, c, f, a) -> Text.format(e, str(f), (Object[]) a));
        m.staticMethod("bool Equals(string a, string b)", (e, a, b) -> Objects.equals(a, b));
        m.staticMethod(
                "bool Equals(string a, string b, StringComparison comparison)",
                (e, a, b, c) -> StringMembers.equal(str(a), str(b), c));
        m.staticMethod("int Compare(string a, string b)", (e, a, b) -> Values.compare(a, b));
        m.staticMethod(
                "int Compare(string a, string b, bool ignoreCase)",
                (e, a, b, fold) -> compare(str(a), str(b), (Boolean) fold));
        m.staticMethod("int Compare(string a, string b, StringComparison comparison)", (e, a, b, c) -> {
            boolean ordinal = ((dev.securemcp.proxy.expression.value.EnumValue) c).number() >= 4;
            return ordinal && !StringMembers.folds(c)
                    ? ordinal(str(a), str(b))
                    : compare(str(a), str(b), StringMembers.folds(c));
        });
        m.staticMethod("int CompareOrdinal(string a, string b)", (e, a, b) -> ordinal(str(a), str(b)));
        m.staticMethod("string Copy(string value)", (e, v) -> v);
        m.constructor("(char c, int count)", (e, c, n) -> {
            e.length(num(n));
            return c.toString().repeat(num(n));
        });
        m.constructor("(char[] value)", (e, chars) -> {
            Object[] array = (Object[]) chars;
            StringBuilder text = new StringBuilder(array.length);
            Arrays.stream(array).forEach(c -> text.append((char) c));
            return e.text(text.toString());
        });
    }

    private static int ordinal(String a, String b) {
        return a == null || b == null ? Values.compare(a, b) : a.compareTo(b);
    }

    private static int compare(String a, String b, boolean fold) {
        return fold && a != null && b != null ? a.compareToIgnoreCase(b) : Values.compare(a, b);
    }

    static String join(Evaluation e, String separator, Object values) {
        List<Object> elements = Sequences.of(values);
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object element : elements) {
            e.step();
            if (!first) {
                out.append(separator == null ? "" : separator);
            }
            first = false;
            out.append(Text.of(element));
            if (out.length() > e.limits().stringLength()) {
                e.length(out.length());
            }
        }
        return e.text(out.toString());
    }
}

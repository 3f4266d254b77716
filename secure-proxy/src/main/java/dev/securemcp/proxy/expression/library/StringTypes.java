package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import java.util.List;
import java.util.Locale;

/** {@code string}, {@code StringBuilder}, {@code StringComparer}, {@code CultureInfo}. */
final class StringTypes {

    /** {@code StringComparer}. */
    record Comparer(boolean ignoreCase) {
        Object key(Object value) {
            return ignoreCase && value instanceof String text ? text.toUpperCase(Locale.ROOT) : value;
        }
    }

    /** {@code CultureInfo}: there is one, the invariant culture. */
    record Culture(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final Comparer EXACT = new Comparer(false);
    private static final Comparer FOLDED = new Comparer(true);
    private static final Culture INVARIANT = new Culture("");

    private StringTypes() {}

    static void define(TypeTable table) {
        table.<String>reference("string", String.class, List.of("IEnumerable<char>", "IComparable"), m -> {
            StringMembers.fill(m);
            StringStatics.fill(m);
            TokenTypes.extendString(m);
        });
        table.alias("String", "string");
        table.<StringBuilder>reference("StringBuilder", StringBuilder.class, NONE, StringTypes::builder);
        table.<Comparer>reference("StringComparer", Comparer.class, List.of("IEqualityComparer<string>"), m -> {
            m.constant("StringComparer Ordinal", EXACT);
            m.constant("StringComparer InvariantCulture", EXACT);
            m.constant("StringComparer CurrentCulture", EXACT);
            m.constant("StringComparer OrdinalIgnoreCase", FOLDED);
            m.constant("StringComparer InvariantCultureIgnoreCase", FOLDED);
            m.constant("StringComparer CurrentCultureIgnoreCase", FOLDED);
            m.method("bool Equals(string a, string b)", (e, c, a, b) -> java.util.Objects.equals(c.key(a), c.key(b)));
        });
        table.<Object>reference("IEqualityComparer<T>", null, NONE, m -> {});
        table.<Culture>reference("CultureInfo", Culture.class, NONE, m -> {
            m.constant("CultureInfo InvariantCulture", INVARIANT);
            m.constant("CultureInfo CurrentCulture", INVARIANT);
            m.staticMethod("CultureInfo GetCultureInfo(string name)", (e, name) -> INVARIANT);
            m.property("string Name", (e, c) -> c.name());
            m.constructor("(string name)", (e, name) -> INVARIANT);
        });
        table.alias("IFormatProvider", "CultureInfo");
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // policies append to them
    private static void builder(Members<StringBuilder> m) {
        m.constructor("()", e -> new StringBuilder());
        m.constructor("(int capacity)", (e, n) -> new StringBuilder());
        m.constructor("(string value)", (e, v) -> new StringBuilder(v == null ? "" : str(v)));
        m.property("int Length", (e, b) -> b.length(), (e, b, n) -> {
            e.length(num(n));
            b.setLength(num(n));
            return null;
        });
        m.indexer("char this[int index]", (e, b, i) -> b.charAt(num(i)), (e, b, i, c) -> {
            b.setCharAt(num(i), (Character) c);
            return null;
        });
        m.method("StringBuilder Append(char value, int repeatCount)", (e, b, c, n) -> {
            e.length((long) b.length() + Math.max(0, num(n)));
            return b.repeat((Character) c, num(n));
        });
        m.method("StringBuilder Append(object value)", (e, b, v) -> append(e, b, Text.of(v)));
        m.method("StringBuilder AppendLine()", (e, b) -> append(e, b, "\r\n"));
        m.method("StringBuilder AppendLine(string value)", (e, b, v) -> append(e, b, Text.of(v) + "\r\n"));
        m.method(
                "StringBuilder AppendFormat(string format, params object[] args)",
                (e, b, f, a) -> append(e, b, Text.format(e, str(f), (Object[]) a)));
        m.method(
                "StringBuilder AppendJoin(string separator, IEnumerable<object> values)",
                (e, b, s, v) -> append(e, b, StringStatics.join(e, str(s), v)));
        m.method("StringBuilder Insert(int index, object value)", (e, b, i, v) -> {
            e.length((long) b.length() + Text.of(v).length());
            return b.insert(num(i), Text.of(v));
        });
        m.method("StringBuilder Remove(int startIndex, int length)", (e, b, i, n) -> b.delete(num(i), num(i) + num(n)));
        m.method("StringBuilder Replace(string oldValue, string newValue)", (e, b, o, n) -> {
            String replaced = StringMembers.replace(e, b.toString(), str(o), n == null ? "" : str(n));
            b.setLength(0);
            return b.append(replaced);
        });
        m.method("StringBuilder Clear()", (e, b) -> {
            b.setLength(0);
            return b;
        });
        m.method("string ToString()", (e, b) -> e.text(b.toString()));
    }

    /** What is added counts; the whole only against the bound of one string. */
    private static StringBuilder append(
            dev.securemcp.proxy.expression.run.Evaluation e, StringBuilder builder, String text) {
        e.length(text.length());
        if ((long) builder.length() + text.length() > e.limits().stringLength()) {
            e.length((long) builder.length() + text.length());
        }
        return builder.append(text);
    }
}

package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;

import dev.securemcp.proxy.expression.run.ChangeType;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.NumberParse;
import dev.securemcp.proxy.expression.run.Numbers;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Numbers, {@code char}, {@code Math}. */
final class NumberTypes {

    private static final Map<String, long[]> WHOLE = Map.of(
            "int",
            new long[] {Integer.MIN_VALUE, Integer.MAX_VALUE},
            "long",
            new long[] {Long.MIN_VALUE, Long.MAX_VALUE},
            "byte",
            new long[] {0, 255},
            "sbyte",
            new long[] {-128, 127},
            "short",
            new long[] {-32768, 32767},
            "ushort",
            new long[] {0, 65535},
            "uint",
            new long[] {0, 0xffff_ffffL},
            "ulong",
            new long[] {0, Long.MAX_VALUE});

    private NumberTypes() {}

    static void define(TypeTable table) {
        table.<Integer>value("int", Integer.class, List.of("IComparable"), m -> whole(m, "int"));
        table.<Long>value("long", Long.class, List.of("IComparable"), m -> whole(m, "long"));
        for (String name : List.of("byte", "sbyte", "short", "ushort", "uint", "ulong")) {
            table.<Number>value(name, null, List.of("IComparable"), m -> whole(m, name));
        }
        table.<Double>value("double", Double.class, List.of("IComparable"), NumberTypes::real);
        table.<Double>value("float", null, List.of("IComparable"), NumberTypes::real);
        table.<BigDecimal>value("decimal", BigDecimal.class, List.of("IComparable"), NumberTypes::decimal);
        table.<Character>value("char", Character.class, List.of("IComparable"), NumberTypes::character);
        Map.of(
                        "Int32", "int", "Int64", "long", "Byte", "byte", "SByte", "sbyte", "Int16", "short", "UInt16",
                        "ushort", "UInt32", "uint", "UInt64", "ulong", "Double", "double", "Single", "float")
                .forEach(table::alias);
        table.alias("Decimal", "decimal");
        table.alias("Char", "char");
        table.<Object>reference("Math", null, NONE, MathMembers::fill);
    }

    private static <N> void common(Members<N> m, String type) {
        m.method("string ToString()", (e, n) -> Text.of(n));
        m.method("string ToString(string format)", (e, n, format) -> e.text(Text.of(n, (String) format)));
        m.method("string ToString(CultureInfo culture)", (e, n, culture) -> Text.of(n));
        m.method(
                "string ToString(string format, CultureInfo culture)",
                (e, n, format, culture) -> e.text(Text.of(n, (String) format)));
        m.method("int CompareTo(" + type + " other)", (e, n, other) -> Values.compare(n, other));
        m.method("bool Equals(" + type + " other)", (e, n, other) -> Values.equal(n, other));
    }

    private static <N> void whole(Members<N> m, String type) {
        common(m, type);
        long[] range = WHOLE.get(type);
        m.constant(type + " MinValue", Numbers.convert(range[0], type));
        m.constant(type + " MaxValue", Numbers.convert(range[1], type));
        m.staticMethod(type + " Parse(string s)", (e, s) -> parse((String) s, type));
        m.staticMethod(
                type + " Parse(string s, NumberStyles style)",
                (e, s, style) -> styled((String) s, (EnumValue) style, type));
        m.staticMethod(type + " Parse(string s, CultureInfo culture)", (e, s, culture) -> parse((String) s, type));
        m.staticMethod("bool TryParse(string s, out " + type + " result)", (e, s, out) -> ((Ref) out)
                .found(NumberParse.tryWhole((String) s, type)));
        m.staticMethod(
                "bool TryParse(string s, NumberStyles style, CultureInfo culture, out " + type + " result)",
                (e, s, style, culture, out) -> {
                    try {
                        return ((Ref) out).found(styled((String) s, (EnumValue) style, type));
                    } catch (RuntimeException x) {
                        return ((Ref) out).found(null);
                    }
                });
    }

    private static Object parse(String text, String type) {
        if (text == null) {
            throw Fail.of("ArgumentNullException", "there is no number to parse: the text is null");
        }
        return ChangeType.to(type, text);
    }

    private static Object styled(String text, EnumValue style, String type) {
        boolean hexadecimal = style.has(0x200);
        return hexadecimal ? ChangeType.to(type, Long.parseLong(text.strip(), 16)) : parse(text, type);
    }

    private static void real(Members<Double> m) {
        common(m, "double");
        m.constant("double MaxValue", Double.MAX_VALUE);
        m.constant("double MinValue", -Double.MAX_VALUE);
        m.constant("double NaN", Double.NaN);
        m.constant("double PositiveInfinity", Double.POSITIVE_INFINITY);
        m.constant("double Epsilon", Double.MIN_VALUE);
        m.staticMethod("double Parse(string s)", (e, s) -> NumberParse.real((String) s));
        m.staticMethod("double Parse(string s, CultureInfo culture)", (e, s, culture) -> NumberParse.real((String) s));
        m.staticMethod("bool TryParse(string s, out double result)", (e, s, out) -> ((Ref) out)
                .found(NumberParse.tryReal((String) s)));
        m.staticMethod(
                "bool TryParse(string s, NumberStyles style, CultureInfo culture, out double result)",
                (e, s, style, culture, out) -> ((Ref) out).found(NumberParse.tryReal((String) s)));
        m.staticMethod("bool IsNaN(double d)", (e, d) -> ((Double) d).isNaN());
        m.staticMethod("bool IsInfinity(double d)", (e, d) -> ((Double) d).isInfinite());
    }

    private static void decimal(Members<BigDecimal> m) {
        common(m, "decimal");
        m.constant("decimal MaxValue", new BigDecimal("79228162514264337593543950335"));
        m.constant("decimal MinValue", new BigDecimal("-79228162514264337593543950335"));
        m.constant("decimal Zero", BigDecimal.ZERO);
        m.constant("decimal One", BigDecimal.ONE);
        m.staticMethod("decimal Parse(string s)", (e, s) -> NumberParse.decimal((String) s));
        m.staticMethod(
                "decimal Parse(string s, CultureInfo culture)", (e, s, culture) -> NumberParse.decimal((String) s));
        m.staticMethod("bool TryParse(string s, out decimal result)", (e, s, out) -> ((Ref) out)
                .found(NumberParse.tryDecimal((String) s)));
        m.staticMethod("decimal Round(decimal d)", (e, d) -> ((BigDecimal) d).setScale(0, RoundingMode.HALF_EVEN));
        m.staticMethod(
                "decimal Round(decimal d, int decimals)",
                (e, d, n) -> MathMembers.round((BigDecimal) d, (Integer) n, RoundingMode.HALF_EVEN));
        m.staticMethod("decimal Truncate(decimal d)", (e, d) -> ((BigDecimal) d).setScale(0, RoundingMode.DOWN));
        m.staticMethod("decimal Floor(decimal d)", (e, d) -> ((BigDecimal) d).setScale(0, RoundingMode.FLOOR));
        m.staticMethod("decimal Ceiling(decimal d)", (e, d) -> ((BigDecimal) d).setScale(0, RoundingMode.CEILING));
    }

    private static void character(Members<Character> m) {
        m.method("string ToString()", (e, c) -> c.toString());
        m.method("int CompareTo(char other)", (e, c, other) -> c.compareTo((Character) other));
        m.method("bool Equals(char other)", (e, c, other) -> c.equals(other));
        m.staticMethod("bool IsDigit(char c)", (e, c) -> Character.isDigit((Character) c));
        m.staticMethod("bool IsNumber(char c)", (e, c) -> Character.isDigit((Character) c));
        m.staticMethod("bool IsLetter(char c)", (e, c) -> Character.isLetter((Character) c));
        m.staticMethod("bool IsLetterOrDigit(char c)", (e, c) -> Character.isLetterOrDigit((Character) c));
        m.staticMethod("bool IsWhiteSpace(char c)", (e, c) -> StringMembers.isBlank((Character) c));
        m.staticMethod("bool IsUpper(char c)", (e, c) -> Character.isUpperCase((Character) c));
        m.staticMethod("bool IsLower(char c)", (e, c) -> Character.isLowerCase((Character) c));
        m.staticMethod("bool IsControl(char c)", (e, c) -> Character.isISOControl((Character) c));
        m.staticMethod("bool IsPunctuation(char c)", (e, c) -> "!\"#%&'()*,-./:;?@[\\]_{}".indexOf((Character) c) >= 0);
        m.staticMethod("char ToUpper(char c)", (e, c) -> Character.toUpperCase((Character) c));
        m.staticMethod("char ToLower(char c)", (e, c) -> Character.toLowerCase((Character) c));
        m.staticMethod("char ToUpperInvariant(char c)", (e, c) -> Character.toUpperCase((Character) c));
        m.staticMethod("char ToLowerInvariant(char c)", (e, c) -> Character.toLowerCase((Character) c));
        m.staticMethod("double GetNumericValue(char c)", (e, c) -> (double) Character.digit((Character) c, 10));
        m.constant("char MaxValue", Character.MAX_VALUE);
        m.constant("char MinValue", '\0');
    }
}

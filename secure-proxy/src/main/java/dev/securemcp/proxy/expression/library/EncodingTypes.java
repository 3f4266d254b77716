package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.ChangeType;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** {@code Encoding}, {@code Convert}, {@code BitConverter}, {@code Buffer}. */
final class EncodingTypes {

    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("ToBoolean", "bool"),
            Map.entry("ToByte", "byte"),
            Map.entry("ToSByte", "sbyte"),
            Map.entry("ToInt16", "short"),
            Map.entry("ToUInt16", "ushort"),
            Map.entry("ToInt32", "int"),
            Map.entry("ToUInt32", "uint"),
            Map.entry("ToInt64", "long"),
            Map.entry("ToUInt64", "ulong"),
            Map.entry("ToDouble", "double"),
            Map.entry("ToSingle", "float"),
            Map.entry("ToDecimal", "decimal"),
            Map.entry("ToChar", "char"),
            Map.entry("ToDateTime", "DateTime"));

    private EncodingTypes() {}

    static void define(TypeTable table) {
        table.<Charset>reference("Encoding", Charset.class, NONE, EncodingTypes::encoding);
        table.alias("UTF8Encoding", "Encoding");
        table.alias("ASCIIEncoding", "Encoding");
        table.<Object>reference("Convert", null, NONE, EncodingTypes::convert);
        table.<Object>reference("BitConverter", null, NONE, EncodingTypes::bits);
        table.<Object>reference(
                "Buffer",
                null,
                NONE,
                m -> m.staticMethod(
                        "void BlockCopy(byte[] src, int srcOffset, byte[] dst, int dstOffset, int count)",
                        (e, s, i, d, j, n) -> ArrayTypes.copy(e, s, num(i), d, num(j), num(n))));
    }

    private static void encoding(Members<Charset> m) {
        m.constant("Encoding UTF8", StandardCharsets.UTF_8);
        m.constant("Encoding ASCII", StandardCharsets.US_ASCII);
        m.constant("Encoding Unicode", StandardCharsets.UTF_16LE);
        m.constant("Encoding BigEndianUnicode", StandardCharsets.UTF_16BE);
        m.constant("Encoding Latin1", StandardCharsets.ISO_8859_1);
        m.constant("Encoding Default", StandardCharsets.UTF_8);
        m.constructor("()", e -> StandardCharsets.UTF_8);
        m.constructor("(bool encoderShouldEmitUTF8Identifier)", (e, b) -> StandardCharsets.UTF_8);
        m.staticMethod("Encoding GetEncoding(string name)", (e, name) -> {
            try {
                return Charset.forName(str(name));
            } catch (IllegalArgumentException x) {
                throw Fail.argument("there is no encoding '" + name + "'");
            }
        });
        m.method("byte[] GetBytes(string s)", (e, c, s) -> e.bytes(str(s).getBytes(c)));
        m.method("string GetString(byte[] bytes)", (e, c, b) -> e.text(new String((byte[]) b, c)));
        m.method(
                "string GetString(byte[] bytes, int index, int count)",
                (e, c, b, i, n) -> e.text(new String((byte[]) b, num(i), num(n), c)));
        m.method("int GetByteCount(string s)", (e, c, s) -> e.bytes(str(s).getBytes(c)).length);
        m.property("string WebName", (e, c) -> c.name().toLowerCase(Locale.ROOT));
        m.property("string EncodingName", (e, c) -> c.displayName(Locale.ROOT));
    }

    private static void convert(Members<Object> m) {
        PLAIN.forEach((name, type) -> {
            m.staticMethod(
                    type + " " + name + "(object value)",
                    (e, v) -> v == null
                            ? Json.defaultOf(Library.TABLE.type(type, java.util.List.of()))
                            : number(v, type));
            m.staticMethod(type + " " + name + "(object value, CultureInfo culture)", (e, v, c) -> number(v, type));
        });
        for (String name : java.util.List.of("ToInt32", "ToInt64", "ToByte", "ToInt16", "ToUInt32")) {
            String type = PLAIN.get(name);
            m.staticMethod(
                    type + " " + name + "(string value, int fromBase)", (e, v, base) -> radix(str(v), num(base), type));
        }
        m.staticMethod("string ToString(object value)", (e, v) -> e.text(Text.of(v)));
        m.staticMethod("string ToString(object value, CultureInfo culture)", (e, v, c) -> e.text(Text.of(v)));
        m.staticMethod("string ToString(long value, int toBase)", (e, v, base) -> radix((Long) v, num(base), true));
        m.staticMethod("string ToString(int value, int toBase)", (e, v, base) -> radix((Integer) v, num(base), false));
        m.staticMethod("string ToBase64String(byte[] inArray)", (e, b) -> base64(e, (byte[]) b, false));
        m.staticMethod(
                "string ToBase64String(byte[] inArray, Base64FormattingOptions options)",
                (e, b, o) -> base64(e, (byte[]) b, ((EnumValue) o).number() == 1));
        m.staticMethod(
                "string ToBase64String(byte[] inArray, int offset, int length)",
                (e, b, i, n) ->
                        base64(e, Arrays.copyOfRange((byte[]) b, num(i), Math.addExact(num(i), num(n))), false));
        m.staticMethod("byte[] FromBase64String(string s)", (e, s) -> fromBase64(e, str(s)));
        m.staticMethod(
                "string ToHexString(byte[] inArray)",
                (e, b) -> e.text(HexFormat.of().withUpperCase().formatHex((byte[]) b)));
        m.staticMethod(
                "byte[] FromHexString(string s)",
                (e, s) -> e.bytes(HexFormat.of().parseHex(str(s))));
        m.staticMethod(
                "object ChangeType(object value, Type type)", (e, v, type) -> ChangeType.to(((Type) type).name(), v));
        m.staticMethod("bool IsDBNull(object value)", (e, v) -> false);
    }

    /** What JSON holds counts: {@code Convert.ToInt32(body["n"])}. */
    private static Object number(Object value, String type) {
        Object plain = value instanceof dev.securemcp.proxy.expression.value.JValue token ? token.value() : value;
        return ChangeType.to(type, plain);
    }

    private static Object radix(String text, int radix, String type) {
        if (text == null) {
            return 0;
        }
        String bare = text.strip().toLowerCase(Locale.ROOT);
        String digits = radix == 16 && bare.startsWith("0x") ? bare.substring(2) : bare;
        if (radix == 10) {
            return ChangeType.to(type, digits);
        }
        long parsed = Long.parseUnsignedLong(digits, check(radix));
        return type.equals("int") && parsed <= 0xffff_ffffL ? (Object) (int) parsed : ChangeType.to(type, parsed);
    }

    private static int check(int radix) {
        if (radix != 2 && radix != 8 && radix != 10 && radix != 16) {
            throw Fail.argument("the base must be 2, 8, 10 or 16");
        }
        return radix;
    }

    private static String radix(long value, int radix, boolean wide) {
        if (check(radix) == 10) {
            return Long.toString(value);
        }
        return wide ? Long.toUnsignedString(value, radix) : Integer.toUnsignedString((int) value, radix);
    }

    private static String base64(Evaluation e, byte[] bytes, boolean lines) {
        return e.text(
                lines
                        ? Base64.getMimeEncoder().encodeToString(bytes)
                        : Base64.getEncoder().encodeToString(bytes));
    }

    /** Blanks are allowed inside, padding is required: as in .NET. */
    private static byte[] fromBase64(Evaluation e, String text) {
        String bare = text.chars().anyMatch(c -> c <= ' ') ? text.replaceAll("[ \t\r\n]", "") : text;
        if (bare.length() % 4 != 0) {
            throw Fail.format("the text is not Base64: its length is not a multiple of four");
        }
        try {
            return e.bytes(Base64.getDecoder().decode(bare));
        } catch (IllegalArgumentException x) {
            throw Fail.format("the text is not Base64");
        }
    }

    private static void bits(Members<Object> m) {
        m.constant("bool IsLittleEndian", true);
        m.staticMethod(
                "string ToString(byte[] value)",
                (e, b) -> e.text(HexFormat.ofDelimiter("-").withUpperCase().formatHex((byte[]) b)));
        m.staticMethod(
                "string ToString(byte[] value, int startIndex, int length)",
                (e, b, i, n) -> e.text(
                        HexFormat.ofDelimiter("-").withUpperCase().formatHex((byte[]) b, num(i), num(i) + num(n))));
        m.staticMethod(
                "byte[] GetBytes(int value)",
                (e, v) -> little(4).putInt((Integer) v).array());
        m.staticMethod(
                "byte[] GetBytes(long value)",
                (e, v) -> little(8).putLong((Long) v).array());
        m.staticMethod(
                "byte[] GetBytes(double value)",
                (e, v) -> little(8).putDouble((Double) v).array());
        m.staticMethod("byte[] GetBytes(bool value)", (e, v) -> new byte[] {(byte) ((Boolean) v ? 1 : 0)});
        m.staticMethod("int ToInt32(byte[] value, int startIndex)", (e, b, i) -> little((byte[]) b, num(i), 4)
                .getInt());
        m.staticMethod(
                "uint ToUInt32(byte[] value, int startIndex)",
                (e, b, i) -> little((byte[]) b, num(i), 4).getInt() & 0xffff_ffffL);
        m.staticMethod("long ToInt64(byte[] value, int startIndex)", (e, b, i) -> little((byte[]) b, num(i), 8)
                .getLong());
        m.staticMethod("ulong ToUInt64(byte[] value, int startIndex)", (e, b, i) -> little((byte[]) b, num(i), 8)
                .getLong());
        m.staticMethod("int ToInt16(byte[] value, int startIndex)", (e, b, i) ->
                (int) little((byte[]) b, num(i), 2).getShort());
        m.staticMethod("double ToDouble(byte[] value, int startIndex)", (e, b, i) -> little((byte[]) b, num(i), 8)
                .getDouble());
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer little(byte[] bytes, int from, int count) {
        return ByteBuffer.wrap(bytes, from, count).order(ByteOrder.LITTLE_ENDIAN);
    }
}

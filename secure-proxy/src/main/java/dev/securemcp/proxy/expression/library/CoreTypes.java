package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;

import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.run.ChangeType;
import dev.securemcp.proxy.expression.run.Guids;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.run.Values;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.Type;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.AnonymousObject;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/** {@code object}, {@code bool}, {@code Guid}, {@code Random}, exceptions. */
final class CoreTypes {

    private CoreTypes() {}

    static void define(TypeTable table) {
        table.<Object>reference("object", Object.class, NONE, CoreTypes::object);
        table.alias("Object", "object");
        table.<Boolean>value("bool", Boolean.class, NONE, CoreTypes::bool);
        table.alias("Boolean", "bool");
        table.<AnonymousObject>reference("AnonymousObject", AnonymousObject.class, NONE, m -> {});
        table.<Type>reference("Type", Type.class, NONE, m -> m.property("string Name", (e, t) -> t.name())
                .property("string FullName", (e, t) -> t.toString()));
        table.<Object>reference("IComparable", null, NONE, m -> {});
        table.<Object>reference("IFormattable", null, NONE, m -> {});
        table.<Object>reference("IDisposable", null, NONE, m -> m.method("void Dispose()", (e, o) -> null));
        table.<UUID>value("Guid", UUID.class, NONE, CoreTypes::guid);
        table.<Random>reference("Random", Random.class, NONE, CoreTypes::random);
        table.<Object>reference("Environment", null, NONE, m -> m.constant("string NewLine", "\r\n"));
        exceptions(table);
    }

    private static void object(Members<Object> m) {
        m.method("string ToString()", (e, o) -> e.text(Text.of(o)));
        m.method("bool Equals(object other)", (e, o, other) -> Values.equal(o, other));
        m.method("int GetHashCode()", (e, o) -> o.hashCode());
        m.method("Type GetType()", (e, o) -> Library.TABLE.typeOf(o));
        m.staticMethod("bool Equals(object a, object b)", (e, a, b) -> Values.equal(a, b));
        m.staticMethod("bool ReferenceEquals(object a, object b)", (e, a, b) -> a == b);
        m.constructor("()", e -> new Object());
    }

    private static void bool(Members<Boolean> m) {
        m.staticMethod("bool Parse(string value)", (e, v) -> ChangeType.parseBool(Objects.requireNonNull((String) v)));
        m.staticMethod("bool TryParse(string value, out bool result)", (e, v, out) -> ((Ref) out)
                .found(ChangeType.tryParseBool((String) v)));
        m.constant("string TrueString", "True");
        m.constant("string FalseString", "False");
        m.method("int CompareTo(bool other)", (e, b, other) -> b.compareTo((Boolean) other));
        m.method("bool Equals(bool other)", (e, b, other) -> b.equals(other));
    }

    private static void guid(Members<UUID> m) {
        m.staticMethod("Guid NewGuid()", e -> Guids.random(e.context().random()));
        m.staticMethod("Guid Parse(string input)", (e, v) -> Guids.parse((String) v));
        m.staticMethod("bool TryParse(string input, out Guid result)", (e, v, out) -> ((Ref) out)
                .found(Guids.tryParse((String) v)));
        m.constant("Guid Empty", Guids.EMPTY);
        m.constructor("(string g)", (e, v) -> Guids.parse((String) v));
        m.constructor("()", e -> Guids.EMPTY);
        m.method("string ToString()", (e, id) -> id.toString());
        m.method("string ToString(string format)", (e, id, format) -> Text.of(id, (String) format));
        m.method("byte[] ToByteArray()", (e, id) -> GuidBytes.of(id));
        m.method("bool Equals(Guid other)", (e, id, other) -> id.equals(other));
        m.method("int CompareTo(Guid other)", (e, id, other) -> id.toString().compareTo(other.toString()));
    }

    private static void random(Members<Random> m) {
        m.constructor("()", e -> new Random(e.context().random().nextLong()));
        m.constructor("(int seed)", (e, seed) -> new Random((Integer) seed));
        m.method("int Next()", (e, r) -> r.nextInt(Integer.MAX_VALUE));
        m.method("int Next(int maxValue)", (e, r, most) -> (Integer) most == 0 ? 0 : r.nextInt((Integer) most));
        m.method(
                "int Next(int minValue, int maxValue)",
                (e, r, least, most) ->
                        least.equals(most) ? least : (Object) r.nextInt((Integer) least, (Integer) most));
        m.method("double NextDouble()", (e, r) -> r.nextDouble());
        m.method("void NextBytes(byte[] buffer)", (e, r, buffer) -> {
            r.nextBytes((byte[]) buffer);
            return null;
        });
    }

    private static void exceptions(TypeTable table) {
        table.<ExpressionException>reference("Exception", ExpressionException.class, NONE, m -> {
            m.property("string Message", (e, x) -> x.getMessage());
            m.property("Exception InnerException", (e, x) -> null);
            m.property("string StackTrace", (e, x) -> "");
            m.property("string Source", (e, x) -> "");
            m.method("string ToString()", (e, x) -> x.kind() + ": " + x.getMessage());
            m.method("Exception GetBaseException()", (e, x) -> x);
            made(m, "Exception");
        });
        for (String name : List.of(
                "SystemException",
                "ArgumentException",
                "ArgumentNullException",
                "ArgumentOutOfRangeException",
                "FormatException",
                "InvalidCastException",
                "InvalidOperationException",
                "NullReferenceException",
                "KeyNotFoundException",
                "IndexOutOfRangeException",
                "NotSupportedException",
                "NotImplementedException",
                "OverflowException",
                "ArithmeticException",
                "DivideByZeroException",
                "TimeoutException",
                "UnauthorizedAccessException",
                "ApplicationException",
                "CryptographicException",
                "UriFormatException",
                "JsonException",
                "JsonReaderException",
                "JsonSerializationException",
                "XmlException",
                "WebException",
                "RuntimeBinderException")) {
            table.<ExpressionException>reference(name, null, List.of("Exception"), m -> made(m, name));
        }
    }

    private static void made(Members<ExpressionException> m, String name) {
        m.constructor("()", e -> new ExpressionException(name, "Exception of type '" + name + "' was thrown.", null));
        m.constructor("(string message)", (e, message) -> new ExpressionException(name, (String) message, null));
        m.constructor(
                "(string message, Exception innerException)",
                (e, message, inner) -> new ExpressionException(name, (String) message, null));
        m.constructor(
                "(string message, string paramName)",
                (e, message, parameter) -> new ExpressionException(name, (String) message, null));
    }
}

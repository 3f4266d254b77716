package dev.securemcp.proxy.expression.run;

import dev.securemcp.proxy.expression.ExpressionException;
import java.time.DateTimeException;
import java.util.ConcurrentModificationException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/** Makes the exceptions of the language; their place is added by the node that calls. */
public final class Fail {

    private static final String LIMIT = "LimitExceeded";

    /** What each kind derives from, besides {@code Exception} (and {@code SystemException}). */
    private static final Map<String, Set<String>> BASES = Map.ofEntries(
            Map.entry("ArgumentNullException", Set.of("ArgumentException")),
            Map.entry("ArgumentOutOfRangeException", Set.of("ArgumentException")),
            Map.entry("DivideByZeroException", Set.of("ArithmeticException")),
            Map.entry("OverflowException", Set.of("ArithmeticException")),
            Map.entry("UriFormatException", Set.of("FormatException")),
            Map.entry("JsonReaderException", Set.of("JsonException")),
            Map.entry("JsonSerializationException", Set.of("JsonException")));

    private Fail() {}

    public static ExpressionException of(String kind, String message) {
        return new ExpressionException(kind, message, null);
    }

    /** A bound of the evaluation; {@code catch} does not catch it. */
    public static ExpressionException limit(String message) {
        return of(LIMIT, message);
    }

    public static ExpressionException cast(String message) {
        return of("InvalidCastException", message);
    }

    public static ExpressionException format(String message) {
        return of("FormatException", message);
    }

    public static ExpressionException argument(String message) {
        return of("ArgumentException", message);
    }

    public static ExpressionException range(String message) {
        return of("ArgumentOutOfRangeException", message);
    }

    public static ExpressionException operation(String message) {
        return of("InvalidOperationException", message);
    }

    public static ExpressionException nullReference(String message) {
        return of("NullReferenceException", message);
    }

    public static ExpressionException missingKey(Object key) {
        return of("KeyNotFoundException", "The given key '" + Text.of(key) + "' was not present in the dictionary");
    }

    /** Whether {@code catch} may catch it. */
    public static boolean catchable(ExpressionException thrown) {
        return !thrown.kind().equals(LIMIT);
    }

    /** Whether {@code catch (type)} catches it. */
    public static boolean isA(ExpressionException thrown, String type) {
        return type.equals("Exception")
                || type.equals("SystemException")
                || type.equals(thrown.kind())
                || BASES.getOrDefault(thrown.kind(), Set.of()).contains(type);
    }

    /** What the library's functions threw unawares. */
    static ExpressionException translate(RuntimeException thrown) {
        String message = thrown.getMessage() == null ? "" : ": " + shortened(thrown.getMessage());
        return switch (thrown) {
            case ClassCastException e -> cast("a value is not of the type asked for");
            case NullPointerException e -> of("ArgumentNullException", "a value must not be null here");
            case IndexOutOfBoundsException e -> range("an index is out of range" + message);
            case NumberFormatException e -> format("the text is not a number" + message);
            case ArrayStoreException e -> of("ArrayTypeMismatchException", "the array does not take this type");
            case NegativeArraySizeException e -> of("OverflowException", "an array must not have a negative length");
            case ArithmeticException e -> of("ArithmeticException", "a calculation has no result" + message);
            case DateTimeException e -> range("a date or time is out of range" + message);
            case ConcurrentModificationException e -> operation("a collection was changed while it was gone through");
            case NoSuchElementException e -> operation("the sequence has no (such) element");
            case IllegalArgumentException e -> argument("an argument is not acceptable" + message);
            case UnsupportedOperationException e -> of("NotSupportedException", "the collection cannot be changed");
            default -> of("Exception", "the operation failed" + message);
        };
    }

    private static String shortened(String text) {
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}

package dev.securemcp.proxy.expression.run;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;

/** Equality and order of values as C# has them. */
public final class Values {

    /** The default order: texts by the invariant culture's rules as far as sorting of plain texts shows them. */
    public static final Comparator<Object> ORDER = Values::compare;

    private Values() {}

    /** {@code Equals}: numbers by value across types, arrays by identity. */
    public static boolean equal(Object a, Object b) {
        if (a == b) {
            return true;
        }
        if (a == null || b == null) {
            return false;
        }
        if (a instanceof Number x
                && b instanceof Number y
                && (a.getClass() != b.getClass() || a instanceof BigDecimal)) {
            return compareNumbers(x, y) == 0;
        }
        if (a instanceof java.time.OffsetDateTime x && b instanceof java.time.OffsetDateTime y) {
            return x.isEqual(y);
        }
        return !(a instanceof Object[]) && Objects.equals(a, b);
    }

    /** Less, equal or greater; null comes first. */
    public static int compare(Object a, Object b) {
        if (a == null || b == null) {
            return a == b ? 0 : a == null ? -1 : 1;
        }
        if (a instanceof Number x && b instanceof Number y) {
            return compareNumbers(x, y);
        }
        if (a instanceof String x && b instanceof String y) {
            return compareCulture(x, y);
        }
        if (a.getClass() == b.getClass() && a instanceof Comparable<?>) {
            @SuppressWarnings("unchecked") // of the same class, which compares to itself
            Comparable<Object> first = (Comparable<Object>) a;
            return Integer.signum(first.compareTo(b));
        }
        throw Fail.operation("values of these types cannot be put in order");
    }

    /** Letters before case, small before capital: what {@code string.Compare} and sorting do. */
    public static int compareCulture(String a, String b) {
        int folded = a.compareToIgnoreCase(b);
        return Integer.signum(folded != 0 ? folded : -a.compareTo(b));
    }

    static int compareNumbers(Number a, Number b) {
        if (a instanceof Double || b instanceof Double) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        }
        if (a instanceof BigDecimal || b instanceof BigDecimal || a instanceof BigInteger || b instanceof BigInteger) {
            return NumberText.decimal(a).compareTo(NumberText.decimal(b));
        }
        return Long.compare(a.longValue(), b.longValue());
    }

    /** A key for dictionaries and sets: the same key for values that are equal. */
    public static Object key(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.stripTrailingZeros();
            case null, default -> value;
        };
    }

    /** Elements in the same order and equal: {@code SequenceEqual}. */
    public static boolean sameBytes(byte[] a, byte[] b) {
        return Arrays.equals(a, b);
    }
}

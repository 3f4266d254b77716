package dev.securemcp.proxy.expression.value;

import dev.securemcp.proxy.expression.run.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A plain JSON value: text, number, truth, null, and what .NET adds (dates, bytes, …). */
public final class JValue extends JToken {

    private Object value;

    /**
     * @param value null, String, Boolean, Long, BigInteger, Double, BigDecimal, DateTimeValue, OffsetDateTime, Duration, UUID,
     *     UriValue, byte[]; smaller integers become Long, a char a String
     */
    public JValue(Object value) {
        set(value);
    }

    /** What it holds. */
    public Object value() {
        return value;
    }

    /** Makes it hold something else. */
    public void set(Object newValue) {
        this.value = switch (newValue) {
            case Integer number -> (Object) number.longValue();
            case Character c -> c.toString();
            case EnumValue constant -> (long) constant.number();
            case null, default -> newValue;
        };
    }

    @Override
    public String type() {
        return switch (value) {
            case null -> "Null";
            case String s -> "String";
            case Boolean b -> "Boolean";
            case Long l -> "Integer";
            case BigInteger i -> "Integer";
            case Double d -> "Float";
            case BigDecimal d -> "Float";
            case DateTimeValue d -> "Date";
            case OffsetDateTime d -> "Date";
            case Duration d -> "TimeSpan";
            case UUID u -> "Guid";
            case UriValue u -> "Uri";
            case byte[] b -> "Bytes";
            default -> "Raw";
        };
    }

    @Override
    public JToken deepClone() {
        return new JValue(value);
    }

    @Override
    public List<JToken> children() {
        return List.of();
    }

    /** By value: {@code JToken.DeepEquals} and {@code JValue.Equals}. */
    public boolean sameAs(JValue other) {
        if (value instanceof Number a && other.value instanceof Number b) {
            return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        return Objects.equals(value, other.value);
    }

    /** The text of the value, not JSON: no quotes; empty for null. */
    @Override
    public String toString() {
        return Text.of(value);
    }
}

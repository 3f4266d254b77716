package dev.securemcp.proxy.expression.run;

import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;

/** {@code Convert.ChangeType}: plain values into one another; numbers are rounded to even and checked for their range. */
public final class ChangeType {

    private ChangeType() {}

    /** The value as the plain type of that name; null becomes the text null or an InvalidCastException. */
    public static Object to(String type, Object value) {
        if (value == null) {
            if (type.equals("string") || type.equals("object")) {
                return null;
            }
            throw Fail.cast("null cannot become " + type);
        }
        return switch (type) {
            case "string" -> Text.of(value);
            case "object", "dynamic" -> value;
            case "bool" -> bool(value);
            case "int" -> (int) integral(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case "long", "ulong" -> integral(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case "byte" -> (int) integral(value, 0, 255);
            case "sbyte" -> (int) integral(value, -128, 127);
            case "short" -> (int) integral(value, Short.MIN_VALUE, Short.MAX_VALUE);
            case "ushort" -> (int) integral(value, 0, 65535);
            case "uint" -> integral(value, 0, 0xffff_ffffL);
            case "double", "float" -> real(value);
            case "decimal" -> decimal(value);
            case "char" -> character(value);
            case "DateTime" -> date(value);
            case "DateTimeOffset" -> offsetDate(value);
            case "TimeSpan" -> duration(value);
            case "Guid" -> value instanceof UUID ? value : Guids.parse(value.toString());
            case "Uri" -> value;
            default -> throw Fail.cast("this value cannot become " + type);
        };
    }

    private static Object bool(Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case String text -> parseBool(text);
            case Number number -> number.doubleValue() != 0;
            default -> throw Fail.cast("this value cannot become bool");
        };
    }

    /** {@code true} or {@code false} in any case. */
    public static Boolean parseBool(String text) {
        Boolean parsed = tryParseBool(text);
        if (parsed == null) {
            throw Fail.format("the text is neither True nor False");
        }
        return parsed;
    }

    /** Null where the text is neither. */
    public static Boolean tryParseBool(String text) {
        String bare = text == null ? "" : text.strip();
        return bare.equalsIgnoreCase("true") ? Boolean.TRUE : bare.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    private static long integral(Object value, long least, long most) {
        BigDecimal number =
                switch (value) {
                    case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
                    case Character c -> BigDecimal.valueOf(c);
                    case EnumValue constant -> BigDecimal.valueOf(constant.number());
                    case String text -> new BigDecimal(NumberParse.integer(text));
                    case Double d -> {
                        if (d.isNaN() || d.isInfinite()) {
                            throw Fail.of("OverflowException", "the number is out of the range of its type");
                        }
                        yield BigDecimal.valueOf(d);
                    }
                    case BigInteger big -> new BigDecimal(big);
                    case BigDecimal d -> d;
                    case Number n -> BigDecimal.valueOf(n.longValue());
                    default -> throw Fail.cast("this value cannot become a number");
                };
        BigDecimal whole = number.setScale(0, RoundingMode.HALF_EVEN);
        if (whole.compareTo(BigDecimal.valueOf(least)) < 0 || whole.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw Fail.of("OverflowException", "the number is out of the range of its type");
        }
        return whole.longValue();
    }

    private static Object real(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? 1.0 : 0.0;
            case String text -> NumberParse.real(text);
            case Number n -> n.doubleValue();
            default -> throw Fail.cast("this value cannot become double");
        };
    }

    private static Object decimal(Object value) {
        return switch (value) {
            case Boolean truth -> truth ? BigDecimal.ONE : BigDecimal.ZERO;
            case String text -> NumberParse.decimal(text);
            case BigInteger big -> Numbers.checked(new BigDecimal(big));
            case Number n -> Numbers.decimal(n);
            default -> throw Fail.cast("this value cannot become decimal");
        };
    }

    private static Object character(Object value) {
        return switch (value) {
            case Character c -> c;
            case String text when text.length() == 1 -> text.charAt(0);
            case String text -> throw Fail.format("the text is not one character");
            case Number n -> (char) n.intValue();
            default -> throw Fail.cast("this value cannot become char");
        };
    }

    private static Object date(Object value) {
        return switch (value) {
            case DateTimeValue date -> date;
            case OffsetDateTime date -> new DateTimeValue(date.toLocalDateTime(), DateTimeValue.Zone.UNSPECIFIED);
            case String text -> DateParse.parse(text, false);
            default -> throw Fail.cast("this value cannot become DateTime");
        };
    }

    private static Object offsetDate(Object value) {
        return switch (value) {
            case OffsetDateTime date -> date;
            case DateTimeValue date -> date.local().atOffset(java.time.ZoneOffset.UTC);
            case String text -> {
                OffsetDateTime parsed = DateParse.tryParseOffset(text);
                if (parsed == null) {
                    throw Fail.format("the text is not a date and time");
                }
                yield parsed;
            }
            default -> throw Fail.cast("this value cannot become DateTimeOffset");
        };
    }

    private static Object duration(Object value) {
        return switch (value) {
            case Duration duration -> duration;
            case String text -> {
                Duration parsed = DurationText.tryParse(text);
                if (parsed == null) {
                    throw Fail.format("the text is not a TimeSpan");
                }
                yield parsed;
            }
            default -> throw Fail.cast("this value cannot become TimeSpan");
        };
    }
}

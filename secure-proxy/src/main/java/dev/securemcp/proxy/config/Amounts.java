package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Limit.Unit;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes, times and counts as people write them: {@code 4MiB}, {@code 25s}, {@code 1000}. */
final class Amounts {

    /** A unit's sign and how many of the smallest it is; the largest first. */
    private record Sign(String text, long factor) {}

    private static final List<Sign> SIZES =
            List.of(new Sign("GiB", 1L << 30), new Sign("MiB", 1L << 20), new Sign("KiB", 1L << 10), new Sign("B", 1));
    private static final List<Sign> TIMES = List.of(
            new Sign("d", 86_400_000L),
            new Sign("h", 3_600_000L),
            new Sign("m", 60_000L),
            new Sign("s", 1000L),
            new Sign("ms", 1L));
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,15}) ?([A-Za-z]*)");

    private Amounts() {}

    /** In bytes, milliseconds, or as it stands; empty where it cannot be read. A size without a unit is in bytes. */
    static OptionalLong parse(String text, Unit unit) {
        Matcher amount = AMOUNT.matcher(text);
        if (!amount.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(amount.group(1));
        String sign = amount.group(2);
        if (sign.isEmpty()) {
            return unit == Unit.TIME ? OptionalLong.empty() : OptionalLong.of(number);
        }
        for (Sign known : signs(unit)) {
            if (known.text().equals(sign)) {
                long high = Math.multiplyHigh(number, known.factor());
                long product = number * known.factor();
                return OptionalLong.of(high != 0 || product < 0 ? Long.MAX_VALUE : product);
            }
        }
        return OptionalLong.empty();
    }

    /** The shortest exact way to write an amount; {@link #parse} reads it. */
    static String text(long amount, Unit unit) {
        for (Sign sign : signs(unit)) {
            if (amount != 0 && amount % sign.factor() == 0 && !sign.text().equals("B")) {
                return amount / sign.factor() + sign.text();
            }
        }
        return unit == Unit.TIME ? amount + "ms" : Long.toString(amount);
    }

    /** The pattern of the JSON Schema for amounts written as text. */
    static String pattern(Unit unit) {
        return switch (unit) {
            case BYTES -> "^[0-9]{1,15} ?(B|KiB|MiB|GiB)?$";
            case TIME -> "^[0-9]{1,15} ?(ms|s|m|h|d)$";
            case COUNT -> "^[0-9]{1,15}$";
        };
    }

    /** What is expected, as the end of "… is not …". */
    static String meaning(Unit unit) {
        return switch (unit) {
            case BYTES -> "a size such as 64KiB or 4MiB";
            case TIME -> "a time such as 500ms, 25s, 5m, 1h or 1d";
            case COUNT -> "a whole number";
        };
    }

    private static List<Sign> signs(Unit unit) {
        return switch (unit) {
            case BYTES -> SIZES;
            case TIME -> TIMES;
            case COUNT -> List.of();
        };
    }
}

package dev.securemcp.proxy.expression.run;

import java.util.Locale;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** {@code Guid}. */
public final class Guids {

    public static final UUID EMPTY = new UUID(0, 0);

    private Guids() {}

    /** A random one of version 4. */
    public static UUID random(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The formats N, D, B, P and X of {@code Guid.ToString}. */
    public static String format(UUID id, String format) {
        String dashed = id.toString();
        return switch (format.toUpperCase(Locale.ROOT)) {
            case "D" -> dashed;
            case "N" -> dashed.replace("-", "");
            case "B" -> "{" + dashed + "}";
            case "P" -> "(" + dashed + ")";
            default -> throw Fail.format("a Guid is formatted with N, D, B or P");
        };
    }

    /** Null where the text is none. */
    public static UUID tryParse(String text) {
        if (text == null) {
            return null;
        }
        String bare = text.strip();
        if ((bare.startsWith("{") && bare.endsWith("}")) || (bare.startsWith("(") && bare.endsWith(")"))) {
            bare = bare.substring(1, bare.length() - 1);
        }
        if (bare.length() == 36
                && bare.charAt(8) == '-'
                && bare.charAt(13) == '-'
                && bare.charAt(18) == '-'
                && bare.charAt(23) == '-') {
            bare = bare.replace("-", "");
        }
        if (bare.length() != 32 || !bare.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            return null;
        }
        return new UUID(Long.parseUnsignedLong(bare, 0, 16, 16), Long.parseUnsignedLong(bare, 16, 32, 16));
    }

    public static UUID parse(String text) {
        UUID id = tryParse(text);
        if (id == null) {
            throw Fail.format("the text is not a Guid");
        }
        return id;
    }
}

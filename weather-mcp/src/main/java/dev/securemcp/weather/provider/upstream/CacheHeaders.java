package dev.securemcp.weather.provider.upstream;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the header fields that say how long something holds. */
final class CacheHeaders {

    /** No source is believed longer than this. */
    private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

    private CacheHeaders() {}

    /**
     * Freshness lifetime that is left (RFC 9111 §4.2), for a private cache: {@code max-age} minus {@code Age}; zero for
     * {@code no-cache}; null where nothing is said or it cannot be read.
     */
    static @Nullable Duration freshFor(@Nullable String cacheControl, @Nullable String age) {
        if (cacheControl == null) {
            return null;
        }
        Long maxAge = null;
        for (String directive : cacheControl.toLowerCase(Locale.ROOT).split(",", -1)) {
            String d = directive.strip();
            if (d.equals("no-cache") || d.equals("no-store")) {
                return Duration.ZERO;
            }
            if (d.startsWith("max-age=")) {
                maxAge = seconds(d.substring("max-age=".length()).replace("\"", ""));
            }
        }
        if (maxAge == null) {
            return null;
        }
        Long spent = age == null ? null : seconds(age);
        long left = maxAge - (spent == null ? 0 : spent);
        return Duration.ofSeconds(Math.clamp(left, 0, LONGEST_SECONDS));
    }

    static boolean storable(@Nullable String cacheControl) {
        return cacheControl == null || !cacheControl.toLowerCase(Locale.ROOT).contains("no-store");
    }

    /** {@code Retry-After} as seconds or as a date (RFC 9110 §10.2.3); null where absent or unreadable. */
    static @Nullable Duration retryAfter(@Nullable String value, Instant now) {
        if (value == null) {
            return null;
        }
        Long seconds = seconds(value.strip());
        if (seconds != null) {
            return Duration.ofSeconds(Math.min(seconds, LONGEST_SECONDS));
        }
        try {
            Instant at = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return at.isAfter(now) ? Duration.between(now, at) : Duration.ZERO;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static @Nullable Long seconds(String digits) {
        if (digits.isEmpty() || digits.length() > 10 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        return Long.parseLong(digits);
    }
}

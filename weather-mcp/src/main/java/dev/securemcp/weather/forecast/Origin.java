package dev.securemcp.weather.forecast;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer comes from and how much it can be trusted.
 *
 * @param source for people, such as US National Weather Service
 * @param sample true where the answer is sample climatology and not a forecast
 * @param retrieved when the source was last asked with success
 * @param age since then
 * @param stale true where the source should have been asked again and could not be
 * @param notice what a reader has to know, where there is something
 * @param place the place that the answer is for, where it is not the point asked for
 */
public record Origin(
        String source,
        boolean sample,
        Instant retrieved,
        Duration age,
        boolean stale,
        @Nullable String notice,
        @Nullable String place) {

    /** An answer that came from the source, now or out of a cache that is still fresh. */
    public static Origin of(String source, Instant retrieved, Duration age, boolean stale) {
        String notice = stale
                ? source + " cannot be reached: this is its last answer, " + Wording.ago(age) + " old. Try again later."
                : null;
        return new Origin(source, false, retrieved, age, stale, notice, null);
    }
}

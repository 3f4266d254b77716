package dev.securemcp.weather.provider.upstream;

import dev.securemcp.weather.forecast.Origin;
import java.time.Duration;
import java.time.Instant;

/**
 * An answer of a source.
 *
 * @param retrieved when the source said, or confirmed, this
 * @param age since then
 * @param stale true where it should have been asked again
 */
public record Fetched<T>(T value, Instant retrieved, Duration age, boolean stale) {

    public Origin origin(String source) {
        return Origin.of(source, retrieved, age, stale);
    }
}

package dev.securemcp.weather.provider.upstream;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A question to a source: always a GET, so it may be asked again.
 *
 * @param key names question and answer in the cache; the path with its parameters
 * @param freshFor how long an answer holds where the source does not say
 * @param freshAtMost how long it holds whatever the source says
 * @param parser reads the answer; what it throws makes the answer rubbish
 * @param send asks, with the entity tag of the copy at hand (for {@code If-None-Match}) or null
 */
public record Query<T>(
        String key,
        Duration freshFor,
        Duration freshAtMost,
        Parser<T> parser,
        Function<@Nullable String, Response> send) {

    /** Reads an answer. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(byte[] body) throws IOException;
    }
}

package dev.securemcp.weather.forecast;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A named place.
 *
 * @param name as people call it
 * @param region state or province, where there is one
 * @param country in English
 * @param timezone IANA name, where known
 */
public record Place(
        String name, @Nullable String region, @Nullable String country, Point point, @Nullable String timezone) {

    /** {@code Seattle, Washington, United States}. */
    public String fullName() {
        return Stream.of(name, region, country)
                .filter(part -> part != null && !part.isBlank())
                .collect(Collectors.joining(", "));
    }
}

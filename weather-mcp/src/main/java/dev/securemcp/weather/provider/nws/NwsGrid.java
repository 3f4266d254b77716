package dev.securemcp.weather.provider.nws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.weather.provider.Json;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The forecast office and grid cell of a point, from the forecast URL of {@code /points}. Only its path is used: a
 * source must not send us to another host.
 *
 * @param office such as SEW
 * @param cell column,row
 * @param place the city that the service names for the point
 */
record NwsGrid(String office, String cell, @Nullable String place) {

    private static final Pattern FORECAST = Pattern.compile("/gridpoints/([A-Z]{3})/(\\d{1,4},\\d{1,4})/forecast");

    static NwsGrid parse(byte[] body) throws IOException {
        JsonNode properties = Json.object(body).path("properties");
        Matcher matcher;
        try {
            matcher = FORECAST.matcher(String.valueOf(
                    URI.create(Json.needed(properties, "forecast", 300)).getPath()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the forecast URL cannot be read", e);
        }
        if (!matcher.find()) {
            throw new IOException("the forecast URL has another form");
        }
        JsonNode near = properties.path("relativeLocation").path("properties");
        String city = Json.text(near, "city", 80);
        String state = Json.text(near, "state", 40);
        return new NwsGrid(
                matcher.group(1), matcher.group(2), city == null ? null : city + (state == null ? "" : ", " + state));
    }
}

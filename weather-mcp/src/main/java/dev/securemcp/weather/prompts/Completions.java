package dev.securemcp.weather.prompts;

import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.PlaceCatalog;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherService;
import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompleteContext;
import io.quarkiverse.mcp.server.CompletePrompt;
import io.quarkiverse.mcp.server.CompleteResourceTemplate;
import io.quarkiverse.mcp.server.CompletionResponse;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Completions of arguments: states, places and dates, without asking any source. */
@Singleton
public class Completions {

    /** The specification allows a hundred (MCP, completion). */
    private static final int MOST = 100;

    private final PlaceCatalog catalog;
    private final Clock clock;

    Completions(PlaceCatalog catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    @CompletePrompt(WeatherPrompts.BRIEFING)
    CompletionResponse state(@CompleteArg(name = "state") String state) {
        return response(UsState.codesStartingWith(state));
    }

    @CompleteResourceTemplate("alerts")
    CompletionResponse stateOfAlerts(@CompleteArg(name = "state") String state) {
        return response(UsState.codesStartingWith(state));
    }

    @CompletePrompt(WeatherPrompts.OUTING)
    CompletionResponse location(@CompleteArg(name = "location") String location) {
        String begin = location.strip().toLowerCase(Locale.ROOT);
        return response(catalog.places().stream()
                .map(Place::fullName)
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(begin))
                .toList());
    }

    @CompletePrompt(WeatherPrompts.OUTING)
    CompletionResponse date(@CompleteArg(name = "date") String date) {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        return response(IntStream.range(0, WeatherService.MAX_DAYS)
                .mapToObj(days -> today.plusDays(days).toString())
                .filter(day -> day.startsWith(date.strip()))
                .toList());
    }

    @CompleteResourceTemplate("forecast")
    CompletionResponse latitude(@CompleteArg(name = "latitude") String latitude) {
        return degrees(latitude, catalog.places(), Point::latitudeText);
    }

    /** Only longitudes of places at the latitude that is there already. */
    @CompleteResourceTemplate("forecast")
    CompletionResponse longitude(@CompleteArg(name = "longitude") String longitude, CompleteContext context) {
        String at = context.arguments() == null ? null : context.arguments().get("latitude");
        List<Place> places = catalog.places().stream()
                .filter(place -> at == null || place.point().latitudeText().equals(at))
                .toList();
        return degrees(longitude, places, Point::longitudeText);
    }

    private static CompletionResponse degrees(String typed, List<Place> places, Function<Point, String> spelling) {
        return response(places.stream()
                .map(place -> spelling.apply(place.point()))
                .filter(text -> text.startsWith(typed.strip()))
                .distinct()
                .toList());
    }

    private static CompletionResponse response(List<String> values) {
        return new CompletionResponse(values.stream().limit(MOST).toList(), values.size(), values.size() > MOST);
    }
}

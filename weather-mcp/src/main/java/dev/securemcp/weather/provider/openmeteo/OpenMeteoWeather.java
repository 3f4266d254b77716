package dev.securemcp.weather.provider.openmeteo;

import dev.securemcp.weather.Settings;
import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.DayForecast;
import dev.securemcp.weather.forecast.HourForecast;
import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.provider.Source;
import dev.securemcp.weather.provider.upstream.Fetched;
import dev.securemcp.weather.provider.upstream.Mode;
import dev.securemcp.weather.provider.upstream.Query;
import dev.securemcp.weather.provider.upstream.Upstream;
import dev.securemcp.weather.provider.upstream.UpstreamFault;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/** Open-Meteo: any point on the earth, up to 16 days, and places by name. */
@Singleton
public class OpenMeteoWeather implements Source {

    static final String NAME = "Open-Meteo";
    static final String GEOCODING_NAME = "Open-Meteo geocoding";

    private static final int DAYS_AHEAD = 16;
    private static final String CURRENT = "temperature_2m,apparent_temperature,relative_humidity_2m,precipitation,"
            + "weather_code,wind_speed_10m,wind_direction_10m,pressure_msl";
    private static final String DAILY = "weather_code,temperature_2m_max,temperature_2m_min,"
            + "precipitation_probability_max,precipitation_sum,wind_speed_10m_max,wind_direction_10m_dominant";
    private static final String HOURLY = "temperature_2m,relative_humidity_2m,precipitation_probability,precipitation,"
            + "weather_code,wind_speed_10m,wind_direction_10m";

    private final ForecastApi forecasts;
    private final GeocodingApi geocoding;
    private final Upstream forecastUpstream;
    private final Upstream geocodingUpstream;

    OpenMeteoWeather(
            @RestClient ForecastApi forecasts, @RestClient GeocodingApi geocoding, Settings settings, Clock clock) {
        this.forecasts = forecasts;
        this.geocoding = geocoding;
        this.forecastUpstream = new Upstream(NAME, settings, clock);
        this.geocodingUpstream = new Upstream(GEOCODING_NAME, settings, clock);
    }

    @Override
    public boolean covers(Point point, int days) {
        return days <= DAYS_AHEAD;
    }

    @Override
    public Answer<List<DayForecast>> forecast(Point point, int days, Mode mode) {
        return answer(forecastUpstream.get(
                new Query<>(
                        "daily/" + point + "/" + days,
                        Duration.ofMinutes(30),
                        Duration.ofHours(1),
                        OpenMeteoReader::days,
                        etag -> ask(point, null, DAILY, null, days, null, etag)),
                mode));
    }

    @Override
    public Answer<List<HourForecast>> hourly(Point point, int hours, Mode mode) {
        return answer(forecastUpstream.get(
                new Query<>(
                        "hourly/" + point + "/" + hours,
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(30),
                        OpenMeteoReader::hours,
                        etag -> ask(point, null, null, HOURLY, null, hours, etag)),
                mode));
    }

    @Override
    public Answer<Conditions> current(Point point, Mode mode) {
        return answer(forecastUpstream.get(
                new Query<>(
                        "current/" + point,
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        OpenMeteoReader::current,
                        etag -> ask(point, CURRENT, null, null, null, null, etag)),
                mode));
    }

    private Response ask(
            Point point,
            @Nullable String current,
            @Nullable String daily,
            @Nullable String hourly,
            @Nullable Integer days,
            @Nullable Integer hours,
            @Nullable String etag) {
        return forecasts.forecast(
                point.latitudeText(), point.longitudeText(), "auto", current, daily, hourly, days, hours, etag);
    }

    /**
     * Places by name.
     *
     * @throws UpstreamFault where the service gives no answer
     */
    public Answer<List<Place>> search(String query, int limit, Mode mode) {
        String name = query.strip();
        Fetched<List<Place>> fetched = geocodingUpstream.get(
                new Query<>(
                        "search/" + limit + "/" + name.toLowerCase(Locale.ROOT),
                        Duration.ofDays(1),
                        Duration.ofDays(1),
                        OpenMeteoReader::places,
                        etag -> geocoding.search(name, limit, "en", etag)),
                mode);
        return new Answer<>(fetched.value().stream().limit(limit).toList(), fetched.origin(GEOCODING_NAME));
    }

    /** Drops every kept answer. */
    public void forget() {
        forecastUpstream.forget();
        geocodingUpstream.forget();
    }

    private static <T> Answer<T> answer(Fetched<T> fetched) {
        return new Answer<>(fetched.value(), fetched.origin(NAME));
    }
}

package dev.securemcp.weather.provider.nws;

import dev.securemcp.weather.Settings;
import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.DayForecast;
import dev.securemcp.weather.forecast.HourForecast;
import dev.securemcp.weather.forecast.Origin;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.provider.Source;
import dev.securemcp.weather.provider.upstream.Fetched;
import dev.securemcp.weather.provider.upstream.Mode;
import dev.securemcp.weather.provider.upstream.Query;
import dev.securemcp.weather.provider.upstream.Upstream;
import dev.securemcp.weather.provider.upstream.UpstreamFault;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * The US National Weather Service: alerts by state, and forecasts for points in the United States. A point is first
 * looked up ({@code /points}), then its grid cell is asked for.
 */
@Singleton
public class NwsWeather implements Source {

    static final String NAME = "US National Weather Service";
    private static final int DAYS_AHEAD = 7;

    private final NwsApi api;
    private final Upstream upstream;
    private final Clock clock;

    NwsWeather(@RestClient NwsApi api, Settings settings, Clock clock) {
        this.api = api;
        this.clock = clock;
        this.upstream = new Upstream(NAME, settings, clock);
    }

    @Override
    public boolean covers(Point point, int days) {
        return days <= DAYS_AHEAD && UnitedStates.contains(point);
    }

    /**
     * Alerts in force in a state.
     *
     * @throws UpstreamFault where the service gives none
     */
    public Answer<List<Alert>> alerts(UsState state, Mode mode) {
        Fetched<List<Alert>> fetched = upstream.get(
                new Query<>(
                        "/alerts/active/area/" + state.name(),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        NwsAlerts::parse,
                        etag -> api.alerts(state.name(), etag)),
                mode);
        return new Answer<>(fetched.value(), fetched.origin(NAME));
    }

    @Override
    public Answer<List<DayForecast>> forecast(Point point, int days, Mode mode) {
        NwsGrid grid = grid(point, mode);
        Fetched<List<NwsPeriod>> fetched = upstream.get(
                new Query<>(
                        "/gridpoints/" + grid.office() + "/" + grid.cell() + "/forecast",
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        NwsPeriod::parse,
                        etag -> api.forecast(grid.office(), grid.cell(), etag)),
                mode);
        return new Answer<>(days(fetched.value(), days), origin(fetched, grid));
    }

    @Override
    public Answer<List<HourForecast>> hourly(Point point, int hours, Mode mode) {
        NwsGrid grid = grid(point, mode);
        Fetched<List<NwsPeriod>> fetched = periods(grid, mode);
        List<HourForecast> ahead = ahead(fetched.value()).stream()
                .limit(hours)
                .map(p -> new HourForecast(
                        p.start(),
                        p.summary(),
                        p.temperature(),
                        p.humidity(),
                        p.precipitationProbability(),
                        null,
                        p.wind(),
                        p.windDirection()))
                .toList();
        return new Answer<>(ahead, origin(fetched, grid));
    }

    /** The present hour of the hourly forecast. */
    @Override
    public Answer<Conditions> current(Point point, Mode mode) {
        NwsGrid grid = grid(point, mode);
        Fetched<List<NwsPeriod>> fetched = periods(grid, mode);
        NwsPeriod now = ahead(fetched.value()).getFirst();
        Conditions conditions = new Conditions(
                now.start(),
                now.summary(),
                now.temperature(),
                null,
                now.humidity(),
                null,
                now.wind(),
                now.windDirection(),
                null);
        Origin origin = origin(fetched, grid);
        String basis = "This is the forecast for the present hour, not a measurement.";
        return new Answer<>(
                conditions,
                new Origin(
                        origin.source(),
                        false,
                        origin.retrieved(),
                        origin.age(),
                        origin.stale(),
                        origin.notice() == null ? basis : basis + " " + origin.notice(),
                        origin.place()));
    }

    /** Drops every kept answer. */
    public void forget() {
        upstream.forget();
    }

    private Fetched<List<NwsPeriod>> periods(NwsGrid grid, Mode mode) {
        return upstream.get(
                new Query<>(
                        "/gridpoints/" + grid.office() + "/" + grid.cell() + "/forecast/hourly",
                        Duration.ofMinutes(15),
                        Duration.ofHours(1),
                        NwsPeriod::parse,
                        etag -> api.hourly(grid.office(), grid.cell(), etag)),
                mode);
    }

    private NwsGrid grid(Point point, Mode mode) {
        String spelled = point.toString();
        return upstream.get(
                        new Query<>(
                                "/points/" + spelled,
                                Duration.ofHours(6),
                                Duration.ofDays(1),
                                NwsGrid::parse,
                                etag -> api.point(spelled, etag)),
                        mode)
                .value();
    }

    /** The periods from the present hour on; the last one where all are over (an old copy). */
    private List<NwsPeriod> ahead(List<NwsPeriod> periods) {
        Instant hourAgo = clock.instant().minus(Duration.ofHours(1));
        List<NwsPeriod> ahead = periods.stream()
                .filter(p -> p.start().toInstant().isAfter(hourAgo))
                .toList();
        return ahead.isEmpty() ? List.of(periods.getLast()) : ahead;
    }

    private static Origin origin(Fetched<?> fetched, NwsGrid grid) {
        Origin origin = fetched.origin(NAME);
        return new Origin(
                origin.source(),
                false,
                origin.retrieved(),
                origin.age(),
                origin.stale(),
                origin.notice(),
                grid.place() == null ? null : "near " + grid.place());
    }

    /** Joins the day and the night that follows it into one day. */
    private static List<DayForecast> days(List<NwsPeriod> periods, int days) {
        Map<LocalDate, List<NwsPeriod>> byDate = new TreeMap<>();
        for (NwsPeriod period : periods) {
            byDate.computeIfAbsent(period.start().toLocalDate(), d -> new ArrayList<>())
                    .add(period);
        }
        List<DayForecast> joined = new ArrayList<>();
        byDate.forEach((date, parts) -> joined.add(day(date, parts)));
        return joined.stream().limit(days).toList();
    }

    private static DayForecast day(LocalDate date, List<NwsPeriod> parts) {
        NwsPeriod day = parts.stream().filter(NwsPeriod::daytime).findFirst().orElse(null);
        NwsPeriod night = parts.stream()
                .filter(p -> !p.daytime())
                .reduce((first, last) -> last)
                .orElse(null);
        NwsPeriod words = day == null ? parts.getFirst() : day;
        return new DayForecast(
                date,
                words.summary(),
                words.detail(),
                day == null ? null : day.temperature(),
                night == null ? null : night.temperature(),
                highest(parts.stream().map(NwsPeriod::precipitationProbability).toList()),
                null,
                highest(parts.stream().map(NwsPeriod::wind).toList()),
                words.windDirection());
    }

    private static @Nullable Double highest(List<@Nullable Double> values) {
        return values.stream().filter(v -> v != null).max(Double::compare).orElse(null);
    }
}

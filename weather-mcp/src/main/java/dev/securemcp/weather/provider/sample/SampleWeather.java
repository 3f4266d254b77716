package dev.securemcp.weather.provider.sample;

import dev.securemcp.weather.Settings;
import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.DayForecast;
import dev.securemcp.weather.forecast.HourForecast;
import dev.securemcp.weather.forecast.Origin;
import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherException;
import dev.securemcp.weather.forecast.WeatherService;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sample climatology: what the season is usually like at the nearest bundled place. The same question at the same moment
 * has the same answer.
 */
@Singleton
@Typed(SampleWeather.class)
public class SampleWeather implements WeatherService {

    private static final String NAME = "Sample climatology (bundled monthly normals)";
    private static final String CLIMATE =
            "This is sample climatology, not a forecast: it shows what the season is usually like"
                    + " at the nearest place of the sample.";
    private static final String MADE_UP = "These are sample alerts, not real ones: they are made up.";
    private static final String BUNDLED = "Only the places of the bundled sample are known.";

    /** Hour of the day of the lowest and of the highest temperature. */
    private static final int COLDEST = 5;

    private static final int WARMEST = 15;

    private final Climate climate;
    private final Clock clock;
    private final Duration delay;
    private final Duration alertsRotation;
    private final ReentrantLock oneAtATime = new ReentrantLock(true);

    SampleWeather(Climate climate, Settings settings, Clock clock) {
        this.climate = climate;
        this.clock = clock;
        this.delay = settings.sample().delay();
        this.alertsRotation = settings.sample().alertsRotation();
    }

    @Override
    public Answer<List<Alert>> alerts(UsState state) {
        return new Answer<>(
                SampleAlerts.at(state, clock.instant(), alertsRotation),
                new Origin(NAME, true, clock.instant(), Duration.ZERO, false, MADE_UP, null));
    }

    @Override
    public Answer<List<DayForecast>> forecast(Point point, int days) {
        pause();
        ClimatePlace at = climate.nearest(point);
        LocalDate today = LocalDate.ofInstant(clock.instant(), at.zone());
        List<DayForecast> forecast = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            LocalDate date = today.plusDays(day);
            forecast.add(new DayForecast(
                    date,
                    summary(at, date),
                    null,
                    at.high(date),
                    at.low(date),
                    null,
                    at.precipitation(date),
                    null,
                    null));
        }
        return new Answer<>(List.copyOf(forecast), origin(point, at));
    }

    @Override
    public Answer<List<HourForecast>> hourly(Point point, int hours) {
        pause();
        ClimatePlace at = climate.nearest(point);
        ZonedDateTime first = clock.instant().atZone(at.zone()).truncatedTo(ChronoUnit.HOURS);
        List<HourForecast> forecast = new ArrayList<>();
        for (int hour = 0; hour < hours; hour++) {
            ZonedDateTime time = first.plusHours(hour);
            forecast.add(new HourForecast(
                    time.toOffsetDateTime(),
                    summary(at, time.toLocalDate()),
                    temperature(at, time),
                    null,
                    null,
                    at.precipitation(time.toLocalDate()) / 24,
                    null,
                    null));
        }
        return new Answer<>(List.copyOf(forecast), origin(point, at));
    }

    @Override
    public Answer<Conditions> current(Point point) {
        pause();
        ClimatePlace at = climate.nearest(point);
        ZonedDateTime now = clock.instant().atZone(at.zone()).truncatedTo(ChronoUnit.MINUTES);
        return new Answer<>(
                new Conditions(
                        now.toOffsetDateTime(),
                        summary(at, now.toLocalDate()),
                        temperature(at, now),
                        null,
                        null,
                        at.precipitation(now.toLocalDate()) / 24,
                        null,
                        null,
                        null),
                origin(point, at));
    }

    @Override
    public Answer<List<Place>> search(String query, int limit) {
        return new Answer<>(
                climate.search(query, limit),
                new Origin(NAME, true, clock.instant(), Duration.ZERO, false, BUNDLED, null));
    }

    private Origin origin(Point point, ClimatePlace at) {
        long kilometres = Math.round(at.place().point().kilometresTo(point));
        String nearest = at.place().fullName() + (kilometres < 10 ? "" : ", " + kilometres + " km away");
        return new Origin(NAME, true, clock.instant(), Duration.ZERO, false, CLIMATE, nearest);
    }

    private static String summary(ClimatePlace at, LocalDate date) {
        double daily = at.precipitation(date);
        double warmth = (at.high(date) + at.low(date)) / 2;
        String wet = daily < 0.5 ? "dry" : daily < 2 ? "some precipitation" : daily < 5 ? "often wet" : "very wet";
        String warm =
                warmth < 0 ? "freezing" : warmth < 8 ? "cold" : warmth < 16 ? "cool" : warmth < 24 ? "mild" : "hot";
        return "Usually " + warm + ", " + wet;
    }

    /** A cosine from the low at five in the morning to the high at three in the afternoon and back. */
    private static double temperature(ClimatePlace at, ZonedDateTime time) {
        double hour = time.getHour() + time.getMinute() / 60.0;
        double low = at.low(time.toLocalDate());
        double high = at.high(time.toLocalDate());
        double up = WARMEST - COLDEST;
        double share = hour >= COLDEST && hour <= WARMEST
                ? (1 - Math.cos(Math.PI * (hour - COLDEST) / up)) / 2
                : (1 + Math.cos(Math.PI * Math.floorMod(Math.round((hour - WARMEST) * 60), 1440L) / 60 / (24 - up)))
                        / 2;
        return low + (high - low) * share;
    }

    /** One answer after the other, so that several answers of one call do not come in the same moment. */
    private void pause() {
        if (delay.isZero()) {
            return;
        }
        try {
            oneAtATime.lockInterruptibly();
            try {
                Thread.sleep(delay);
            } finally {
                oneAtATime.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeatherException(WeatherException.Kind.CANCELLED, "the call was cancelled", e);
        }
    }
}

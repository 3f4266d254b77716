package dev.securemcp.weather.provider;

import dev.securemcp.weather.Settings;
import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.DayForecast;
import dev.securemcp.weather.forecast.HourForecast;
import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherException;
import dev.securemcp.weather.forecast.WeatherService;
import dev.securemcp.weather.provider.sample.SampleWeather;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * The provider that {@code weather.provider} names. {@code auto} asks the live source once, beside the start, which it
 * does not hold up; calls that come before the result wait for it.
 */
@Singleton
@Typed(ChosenWeather.class)
public class ChosenWeather implements WeatherService {

    private static final Logger LOG = Logger.getLogger(ChosenWeather.class);

    /** A well-known point for the try of {@code auto}: Berlin, where one request is enough. */
    private static final Point PROBE = new Point(52.52, 13.405);

    private final Settings settings;
    private final LiveWeather live;
    private final SampleWeather sample;
    private final CompletableFuture<WeatherService> chosen = new CompletableFuture<>();

    ChosenWeather(Settings settings, LiveWeather live, SampleWeather sample) {
        this.settings = settings;
        this.live = live;
        this.sample = sample;
    }

    void start(@Observes StartupEvent event) {
        switch (settings.provider()) {
            case LIVE -> chosen.complete(live);
            case SAMPLE -> {
                LOG.info("The sample provider answers: bundled climate normals, not forecasts.");
                chosen.complete(sample);
            }
            case AUTO -> Thread.ofVirtual().name("weather-provider-choice").start(this::tryLive);
        }
    }

    private void tryLive() {
        CompletableFuture<Answer<Conditions>> attempt = new CompletableFuture<>();
        Thread asking = Thread.ofVirtual().name("weather-provider-probe").start(() -> {
            try {
                attempt.complete(live.current(PROBE));
            } catch (RuntimeException e) {
                attempt.completeExceptionally(e);
            }
        });
        try {
            attempt.get(settings.auto().timeout().toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("The live weather source answers: it is used.");
            chosen.complete(live);
        } catch (ExecutionException e) {
            fallBack(e.getCause().getMessage());
        } catch (TimeoutException _) {
            fallBack("no answer within " + settings.auto().timeout().toMillis() + " ms");
        } catch (InterruptedException _) {
            fallBack("the program is stopping");
        } finally {
            asking.interrupt();
        }
    }

    private void fallBack(String reason) {
        LOG.warnf(
                "The live weather source does not answer (%s): the sample provider is used until the next start."
                        + " Its answers are bundled climate normals, not forecasts.",
                reason);
        chosen.complete(sample);
    }

    /** What was chosen: {@code live} or {@code sample}, or {@code undecided} for a moment after the start. */
    public String name() {
        WeatherService service = chosen.getNow(null);
        return service == null ? "undecided" : service == live ? "live" : "sample";
    }

    /** Whether the choice is made. */
    public boolean decided() {
        return chosen.isDone();
    }

    private WeatherService service() {
        try {
            return chosen.get(settings.auto().timeout().toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WeatherException(WeatherException.Kind.CANCELLED, "the call was cancelled", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new WeatherException(
                    WeatherException.Kind.UNAVAILABLE, "This server is still starting. Try again in a few seconds.", e);
        }
    }

    @Override
    public Answer<List<Alert>> alerts(UsState state) {
        return service().alerts(state);
    }

    @Override
    public Answer<List<DayForecast>> forecast(Point point, int days) {
        return service().forecast(point, days);
    }

    @Override
    public Answer<List<HourForecast>> hourly(Point point, int hours) {
        return service().hourly(point, hours);
    }

    @Override
    public Answer<Conditions> current(Point point) {
        return service().current(point);
    }

    @Override
    public Answer<List<Place>> search(String query, int limit) {
        return service().search(query, limit);
    }
}

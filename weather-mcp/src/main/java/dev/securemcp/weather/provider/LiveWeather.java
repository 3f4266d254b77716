package dev.securemcp.weather.provider;

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
import dev.securemcp.weather.provider.nws.NwsWeather;
import dev.securemcp.weather.provider.openmeteo.OpenMeteoWeather;
import dev.securemcp.weather.provider.upstream.Mode;
import dev.securemcp.weather.provider.upstream.UpstreamFault;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The live sources. For a point in the United States the National Weather Service is asked first and Open-Meteo second,
 * elsewhere Open-Meteo. Where none answers, the freshest copy that is kept stands in, marked as stale.
 */
@Singleton
@Typed(LiveWeather.class)
public class LiveWeather implements WeatherService {

    private final NwsWeather nws;
    private final OpenMeteoWeather openMeteo;

    LiveWeather(NwsWeather nws, OpenMeteoWeather openMeteo) {
        this.nws = nws;
        this.openMeteo = openMeteo;
    }

    @Override
    public Answer<List<Alert>> alerts(UsState state) {
        return ask(List.of(mode -> nws.alerts(state, mode)), null);
    }

    @Override
    public Answer<List<DayForecast>> forecast(Point point, int days) {
        return atPoint(point, days, (source, mode) -> source.forecast(point, days, mode));
    }

    @Override
    public Answer<List<HourForecast>> hourly(Point point, int hours) {
        return atPoint(point, (hours + 23) / 24, (source, mode) -> source.hourly(point, hours, mode));
    }

    @Override
    public Answer<Conditions> current(Point point) {
        return atPoint(point, 1, (source, mode) -> source.current(point, mode));
    }

    /** The service knows names alone; what stands after a comma (state, country) chooses among them. */
    @Override
    public Answer<List<Place>> search(String query, int limit) {
        int comma = query.indexOf(',');
        if (comma <= 0) {
            return ask(List.of(mode -> openMeteo.search(query, limit, mode)), null);
        }
        Answer<List<Place>> all = ask(List.of(mode -> openMeteo.search(query.substring(0, comma), 10, mode)), null);
        List<Place> chosen = Qualifier.of(query.substring(comma + 1)).choose(all.value());
        return new Answer<>(chosen.stream().limit(limit).toList(), all.origin());
    }

    /** Drops every kept answer, so that the sources are asked again. */
    void forget() {
        nws.forget();
        openMeteo.forget();
    }

    private <T> Answer<T> atPoint(Point point, int days, BiFunction<Source, Mode, Answer<T>> question) {
        List<Function<Mode, Answer<T>>> asks = new ArrayList<>();
        for (Source source : List.of(nws, openMeteo)) {
            if (source.covers(point, days)) {
                asks.add(mode -> question.apply(source, mode));
            }
        }
        return ask(asks, point);
    }

    private static <T> Answer<T> ask(List<Function<Mode, Answer<T>>> asks, @Nullable Point point) {
        List<UpstreamFault> faults = new ArrayList<>();
        for (Mode mode : Mode.values()) {
            for (Function<Mode, Answer<T>> ask : asks) {
                try {
                    return ask.apply(mode);
                } catch (UpstreamFault fault) {
                    if (fault.kind() == UpstreamFault.Kind.CANCELLED) {
                        throw new WeatherException(WeatherException.Kind.CANCELLED, fault.getMessage(), fault);
                    }
                    if (mode == Mode.FETCH) {
                        faults.add(fault);
                    }
                }
            }
        }
        throw explain(faults, point);
    }

    private static WeatherException explain(List<UpstreamFault> faults, @Nullable Point point) {
        UpstreamFault last = faults.getLast();
        if (point != null && last.kind() == UpstreamFault.Kind.NOT_FOUND) {
            return new WeatherException(
                    WeatherException.Kind.NOT_COVERED,
                    "No source covers the point " + point + ". Try a point on land nearby.",
                    last);
        }
        String reasons = faults.stream().map(Throwable::getMessage).distinct().collect(Collectors.joining("; "));
        String remedy = last.kind() == UpstreamFault.Kind.REFUSED
                ? "The request may be at fault: check the place; otherwise tell the operator of this server."
                : last.retryAfter() == null
                        ? "Try again in a minute."
                        : "Try again in " + Math.max(1, last.retryAfter().toSeconds()) + " s.";
        return new WeatherException(WeatherException.Kind.UNAVAILABLE, reasons + ". " + remedy, last);
    }
}

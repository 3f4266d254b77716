package dev.securemcp.weather.provider;

import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.DayForecast;
import dev.securemcp.weather.forecast.HourForecast;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.provider.upstream.Mode;
import java.util.List;

/** A live source of weather for points. Every method throws {@code UpstreamFault}. */
public interface Source {

    /** Whether it is worth asking for this point and this many days ahead. */
    boolean covers(Point point, int days);

    Answer<List<DayForecast>> forecast(Point point, int days, Mode mode);

    Answer<List<HourForecast>> hourly(Point point, int hours, Mode mode);

    Answer<Conditions> current(Point point, Mode mode);
}

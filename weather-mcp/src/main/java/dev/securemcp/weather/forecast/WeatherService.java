package dev.securemcp.weather.forecast;

import java.util.List;

/**
 * Where the weather comes from. The calls block (they are made on virtual threads), end by themselves within the time
 * limits of the provider, and end at once, with the calls to the source stopped, when their thread is interrupted.
 *
 * <p>Every method throws {@link WeatherException} with a message that says what to do.
 */
public interface WeatherService {

    /** Most days of {@link #forecast}. */
    int MAX_DAYS = 14;

    /** Most hours of {@link #hourly}. */
    int MAX_HOURS = 72;

    /** Alerts in force in a state; an empty list where there are none. */
    Answer<List<Alert>> alerts(UsState state);

    /**
     * The days at a point, today first.
     *
     * @param days 1 to {@link #MAX_DAYS}; fewer come back where the source knows fewer
     */
    Answer<List<DayForecast>> forecast(Point point, int days);

    /**
     * The hours at a point, the present one first.
     *
     * @param hours 1 to {@link #MAX_HOURS}
     */
    Answer<List<HourForecast>> hourly(Point point, int hours);

    Answer<Conditions> current(Point point);

    /**
     * Places by name, best match first; an empty list where nothing matches.
     *
     * @param limit 1 to 10
     */
    Answer<List<Place>> search(String query, int limit);
}

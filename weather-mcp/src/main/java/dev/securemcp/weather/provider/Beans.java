package dev.securemcp.weather.provider;

import dev.securemcp.weather.forecast.WeatherService;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What is handed to everybody who asks for the domain's interfaces. */
final class Beans {

    private Beans() {}

    /** The machine's clock; tests bring their own. */
    @Produces
    @Singleton
    @DefaultBean
    static Clock clock() {
        return Clock.systemUTC();
    }

    /** All but the room of the providers see this one only. */
    @Produces
    @Singleton
    static WeatherService weather(ChosenWeather chosen) {
        return chosen;
    }
}

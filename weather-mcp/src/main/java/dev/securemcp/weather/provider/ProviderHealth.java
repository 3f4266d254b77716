package dev.securemcp.weather.provider;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the provider is chosen; says which. A source that is down later does not make this server unready. */
@Readiness
@Singleton
class ProviderHealth implements HealthCheck {

    private final ChosenWeather weather;

    ProviderHealth(ChosenWeather weather) {
        this.weather = weather;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("weather-provider")
                .status(weather.decided())
                .withData("provider", weather.name())
                .build();
    }
}

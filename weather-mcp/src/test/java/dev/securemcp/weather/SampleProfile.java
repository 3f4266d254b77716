package dev.securemcp.weather;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** The sample provider with a clock that stands still. */
public class SampleProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "weather.provider", "sample",
                "weather.alerts.poll-interval", "1s",
                "weather.sample.delay", "120ms",
                "weather.sample.alerts-rotation", "15m");
    }
}

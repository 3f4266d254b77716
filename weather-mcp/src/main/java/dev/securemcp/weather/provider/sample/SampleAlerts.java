package dev.securemcp.weather.provider.sample;

import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.forecast.UsState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Made-up alerts. Which kind a state shows follows from the state and from the clock alone, and changes with every turn
 * of the rotation, so that subscriptions can be shown and tested; every seventh turn a state has none.
 */
final class SampleAlerts {

    private record Kind(String event, String severity, String advice) {}

    private static final List<Kind> KINDS = List.of(
            new Kind("Flood Watch", "Severe", "Keep away from rivers and low crossings."),
            new Kind("Heat Advisory", "Moderate", "Drink water, stay in the shade, look after neighbours."),
            new Kind("High Wind Warning", "Severe", "Secure loose objects and avoid travelling with high vehicles."),
            new Kind("Winter Weather Advisory", "Moderate", "Allow more time on the road."),
            new Kind("Severe Thunderstorm Warning", "Severe", "Go indoors and keep away from windows."),
            new Kind("Dense Fog Advisory", "Minor", "Drive slowly with low beams."));

    private static final Duration LASTS = Duration.ofHours(6);

    private SampleAlerts() {}

    /**
     * What is in force.
     *
     * @param rotation zero: the alerts never change
     */
    static List<Alert> at(UsState state, Instant now, Duration rotation) {
        long turn = rotation.isZero() ? 0 : Math.floorDiv(now.toEpochMilli(), rotation.toMillis());
        int index = Math.floorMod(state.name().hashCode() + turn, KINDS.size() + 1);
        if (index == KINDS.size()) {
            return List.of();
        }
        Kind kind = KINDS.get(index);
        Instant begun = rotation.isZero() ? Instant.EPOCH : Instant.ofEpochMilli(turn * rotation.toMillis());
        return List.of(new Alert(
                "sample:" + state.name() + ":" + turn,
                kind.event(),
                kind.severity(),
                "Expected",
                "Likely",
                "SAMPLE, not a real warning: " + kind.event() + " for " + state.title(),
                state.title(),
                begun.atOffset(ZoneOffset.UTC),
                begun.plus(LASTS).atOffset(ZoneOffset.UTC),
                "This alert is made up to show what alerts look like. Nothing is happening.",
                kind.advice(),
                "weather-mcp sample provider"));
    }
}

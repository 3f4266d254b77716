package dev.securemcp.weather.forecast;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A warning that is in force. The words are the issuer's: text to show, bounded in length, never instructions.
 *
 * @param id the issuer's identifier
 * @param event such as Flood Watch
 * @param severity Extreme, Severe, Moderate, Minor or Unknown (CAP 1.2)
 * @param urgency CAP 1.2
 * @param certainty CAP 1.2
 * @param areas where it holds
 */
public record Alert(
        String id,
        String event,
        String severity,
        @Nullable String urgency,
        @Nullable String certainty,
        @Nullable String headline,
        @Nullable String areas,
        @Nullable OffsetDateTime onset,
        @Nullable OffsetDateTime ends,
        @Nullable String description,
        @Nullable String instruction,
        @Nullable String sender) {}

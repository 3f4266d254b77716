package dev.securemcp.weather.provider.nws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.provider.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the GeoJSON of {@code /alerts/active/area/{state}}. */
final class NwsAlerts {

    private static final int MOST_ALERTS = 100;

    private NwsAlerts() {}

    static List<Alert> parse(byte[] body) throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (JsonNode feature : Json.array(Json.object(body), "features")) {
            if (alerts.size() == MOST_ALERTS) {
                break;
            }
            JsonNode p = feature.path("properties");
            String severity = Json.text(p, "severity", 20);
            alerts.add(new Alert(
                    Json.needed(p, "id", 200),
                    Json.needed(p, "event", 100),
                    severity == null ? "Unknown" : severity,
                    Json.text(p, "urgency", 20),
                    Json.text(p, "certainty", 20),
                    Json.text(p, "headline", 300),
                    Json.text(p, "areaDesc", 600),
                    Json.time(p, "onset"),
                    Json.time(p, "ends") == null ? Json.time(p, "expires") : Json.time(p, "ends"),
                    Json.text(p, "description", 1500),
                    Json.text(p, "instruction", 800),
                    Json.text(p, "senderName", 100)));
        }
        return List.copyOf(alerts);
    }
}

package dev.securemcp.weather.resources;

import dev.securemcp.weather.forecast.WeatherException;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.TextResourceContents;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Supplier;

/** Turns documents into resource contents, and failures into JSON-RPC errors that say what to do. */
final class Reading {

    static final String JSON = "application/json";

    private Reading() {}

    static TextResourceContents json(String uri, Supplier<Map<String, Object>> document) {
        try {
            return new TextResourceContents(uri, new JsonObject(document.get()).encode(), JSON);
        } catch (WeatherException e) {
            throw new McpException(
                    e.getMessage(),
                    e,
                    switch (e.kind()) {
                        case INVALID -> JsonRpcErrorCodes.INVALID_PARAMS;
                        case NOT_COVERED -> JsonRpcErrorCodes.RESOURCE_NOT_FOUND;
                        case UNAVAILABLE, CANCELLED -> JsonRpcErrorCodes.INTERNAL_ERROR;
                    });
        }
    }
}

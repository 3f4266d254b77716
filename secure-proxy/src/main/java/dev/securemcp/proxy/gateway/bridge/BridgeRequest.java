package dev.securemcp.proxy.gateway.bridge;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;

/**
 * What a bridge is asked, free of connections.
 *
 * @param method the HTTP method, one that the endpoint takes
 * @param query without the question mark; may be null
 * @param headers all of them
 * @param body empty where there is none
 * @param address who asks
 */
public record BridgeRequest(String method, String query, MultiMap headers, byte[] body, String address) {

    Parameters parameters() {
        return Parameters.parse(query);
    }

    /** The body as a form; null where it does not say that it is one. */
    Parameters form() {
        return hasType("application/x-www-form-urlencoded")
                ? Parameters.parse(new String(body, StandardCharsets.UTF_8))
                : null;
    }

    boolean hasType(String type) {
        String given = headers.get("Content-Type");
        return given != null && given.split(";")[0].strip().equalsIgnoreCase(type);
    }
}

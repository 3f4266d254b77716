package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Client ids of registered clients. An id is what the client registered, with a seal: nothing is kept of a registration, so no flood
 * of them takes memory or pushes out a client that is used, and after a restart with the same key all are still known.
 */
final class ClientIds {

    private static final String ID = "client id";
    private static final String SECRET = "client secret";

    /** An id travels in the request line, next to what else is there. */
    private static final int MAX_LENGTH = 2048;

    private final BridgeKey key;

    ClientIds(BridgeKey key) {
        this.key = key;
    }

    /**
     * Makes an id.
     *
     * @param server where alone it is good
     * @param unique tells two registrations of the same client apart
     * @return empty where it would be too long
     */
    Optional<String> id(String server, ClientMetadata client, String unique) {
        ObjectNode json = Json.object();
        json.put("n", client.name());
        json.set("r", Json.array(client.redirects()));
        json.put("s", client.secret());
        json.put("g", client.refresh());
        json.put("u", unique);
        String body = Opaque.text(Json.bytes(json));
        String id = body + "." + key.seal(ID, server, body);
        return id.length() > MAX_LENGTH ? Optional.empty() : Optional.of(id);
    }

    /** The client behind an id; empty where this key has not made it for that server. */
    Optional<Client> find(String server, String id) {
        int dot = id.lastIndexOf('.');
        if (dot <= 0
                || id.length() > MAX_LENGTH
                || !Opaque.same(key.seal(ID, server, id.substring(0, dot)), id.substring(dot + 1))) {
            return Optional.empty();
        }
        return Json.object(Base64.getUrlDecoder().decode(id.substring(0, dot).getBytes(StandardCharsets.US_ASCII)))
                .map(json -> client(id, json));
    }

    private static Client client(String id, JsonNode json) {
        List<String> redirects = Json.texts(json, "r");
        return new Client(
                id,
                json.path("n").asText(),
                null,
                redirects,
                json.path("s").asBoolean(),
                json.path("g").asBoolean());
    }

    /** The secret of a client that asked for one. */
    String secret(String server, String id) {
        return key.seal(SECRET, server, id);
    }
}

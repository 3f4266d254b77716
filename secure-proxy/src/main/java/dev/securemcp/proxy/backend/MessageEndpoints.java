package dev.securemcp.proxy.backend;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The message endpoints of open legacy SSE streams (MCP 2024-11-05). A backend names its own in the first event of a stream;
 * clients are given one of ours instead, which leads back to the same instance for as long as the stream is open.
 *
 * <p>There are never more entries than open streams, which the gateway bounds.
 */
public final class MessageEndpoints {

    /**
     * Where the messages of one stream go.
     *
     * @param server the name of the server the stream was opened at
     * @param principal who opened it
     * @param backend the name of the backend that keeps the stream; null where a policy gave its address
     * @param target the backend's own endpoint
     */
    public record Endpoint(String server, String principal, String backend, Target target) {}

    private static final int ID_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Endpoint> open = new ConcurrentHashMap<>();

    /** Opens an endpoint and gives its id: 128 random bits, safe in a path. */
    public String open(Endpoint endpoint) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(id, endpoint);
        return id;
    }

    /**
     * The endpoint, if this principal's stream opened it at this server.
     *
     * @return null where it is unknown, closed or somebody else's
     */
    public Endpoint find(String server, String id, String principal) {
        Endpoint endpoint = open.get(id);
        boolean own = endpoint != null
                && endpoint.server().equals(server)
                && endpoint.principal().equals(principal);
        return own ? endpoint : null;
    }

    /** Its stream has ended. */
    public void close(String id) {
        open.remove(id);
    }

    /** How many are open. */
    public int size() {
        return open.size();
    }
}

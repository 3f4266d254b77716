package dev.securemcp.proxy.backend;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

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
    /** With what puts events on the stream; it may be called on any thread. */
    private record Open(Endpoint endpoint, Consumer<Buffer> stream) {}

    private final Map<String, Open> open = new ConcurrentHashMap<>();

    /**
     * Opens an endpoint.
     *
     * @param stream puts whole events on its stream, on whichever thread it is called
     * @return its id: 128 random bits, safe in a path
     */
    public String open(Endpoint endpoint, Consumer<Buffer> stream) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(id, new Open(endpoint, stream));
        return id;
    }

    /**
     * The endpoint, if this principal's stream opened it at this server.
     *
     * @return null where it is unknown, closed or somebody else's
     */
    public Endpoint find(String server, String id, String principal) {
        Open own = own(server, id, principal);
        return own == null ? null : own.endpoint();
    }

    /**
     * Puts events on the stream of an endpoint, if this principal opened it at this server.
     *
     * @param events whole ones
     * @return whether there is such a stream here
     */
    public boolean tell(String server, String id, String principal, Buffer events) {
        Open own = own(server, id, principal);
        if (own != null) {
            own.stream().accept(events);
        }
        return own != null;
    }

    private Open own(String server, String id, String principal) {
        Open found = open.get(id);
        boolean own = found != null
                && found.endpoint().server().equals(server)
                && found.endpoint().principal().equals(principal);
        return own ? found : null;
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

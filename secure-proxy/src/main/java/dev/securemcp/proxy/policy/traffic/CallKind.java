package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.config.CountingConfig.Calls;
import dev.securemcp.proxy.exchange.Exchange;
import java.util.Set;

/**
 * Which counter a message belongs to. A limit is on calls; what a client needs to begin, to end and to answer is counted apart from
 * them, so that a caller who has used up its calls can still do that much, and no more than that much.
 */
enum CallKind {
    /** Whatever makes a server do something, whether it wants an answer or not: what the limit is on. */
    CALL("", 1, 0),
    /** What begins or keeps a session; a client that is refused here takes the server for an older one. */
    HANDSHAKE("h", 1, 10),
    /** Notifications, responses, GET and DELETE. */
    OTHER("o", 10, 100);

    private static final Set<String> HANDSHAKES = Set.of("initialize", "server/discover", "ping");
    private static final String NOTIFICATIONS = "notifications/";

    private final String prefix;
    private final long factor;
    private final long least;

    CallKind(String prefix, long factor, long least) {
        this.prefix = prefix;
        this.factor = factor;
        this.least = least;
    }

    /** The kind of the message that is judged now. */
    static CallKind of(Exchange exchange, Calls calls) {
        if (calls == Calls.HTTP) {
            return CALL;
        }
        String method = exchange.mcp().method();
        if (method == null) {
            return OTHER;
        }
        if (HANDSHAKES.contains(method)) {
            return HANDSHAKE;
        }
        // The name alone tells a notification of MCP: to JSON-RPC a call without an id is one too, and servers run it.
        boolean notification =
                method.startsWith(NOTIFICATIONS) && exchange.mcp().requestId() == null;
        return notification ? OTHER : CALL;
    }

    /** The name of its counter, which begins with a line of the kind: so kinds do not even share where there are too many keys. */
    String key(String key) {
        return prefix + "\n" + key;
    }

    /**
     * How many of it a limit allows: for calls what it says; of others at least one a second besides.
     *
     * @param seconds the limit's period
     */
    long allowed(long calls, int seconds) {
        return this == CALL ? calls : Math.max(Math.max(calls * factor, least), (long) seconds * factor);
    }
}

package dev.securemcp.proxy.backend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Who opened which session, and where it lives. A session id is no credential: it counts only together with the principal that
 * opened it (MCP 2025-11-25, Security Best Practices, "Session Hijacking"), and only at the server it was opened at.
 *
 * <p>Bounded: when {@code max} sessions are known the one unused for longest is forgotten, and its client gets a 404, which
 * makes it open a new one.
 */
public final class SessionTable {

    /**
     * One open session.
     *
     * @param server the name of the server it was opened at
     * @param principal who opened it
     * @param backend the name of the backend that keeps it; null where a policy gave its address
     * @param instance the endpoint of the instance that keeps it
     */
    public record Session(String server, String principal, String backend, Target instance) {}

    private record Key(String server, String id) {}

    private final Cache<Key, Session> sessions;

    /**
     * @param max most sessions remembered
     * @param idle a session unused for so long is forgotten
     * @param ticker the clock, in nanoseconds
     */
    public SessionTable(long max, Duration idle, Ticker ticker) {
        this.sessions = Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterAccess(idle)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /** Remembers what the backend opened when the response of {@code initialize} passed. */
    public void opened(String id, Session session) {
        sessions.put(new Key(session.server(), id), session);
    }

    /**
     * The session, if this principal opened it at this server.
     *
     * @return null where the id is unknown or somebody else's; the two must look the same from outside
     */
    public Session find(String server, String id, String principal) {
        Session session = sessions.getIfPresent(new Key(server, id));
        return session != null && session.principal().equals(principal) ? session : null;
    }

    /** Forgets a session that its client or its backend has ended. */
    public void closed(String server, String id) {
        sessions.invalidate(new Key(server, id));
    }

    /** About how many sessions are open. */
    public long size() {
        return sessions.estimatedSize();
    }
}

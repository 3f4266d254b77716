package dev.securemcp.proxy.backend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who opened which session, and where it lives. A session id is no credential: it counts only together with the principal that
 * opened it (MCP 2025-11-25, Security Best Practices, "Session Hijacking"), and only at the server it was opened at.
 *
 * <p>Bounded: when {@code max} sessions are known the one unused for longest is forgotten, and its client gets a 404, which
 * makes it open a new one. Sessions of a principal that many share are apart from the others and at most half as many, and make room only
 * for each other: whoever shows nothing can be anybody, from as many addresses as it likes.
 */
// Caffeine loads the class for a cache's features by its name, and the extension of Quarkus lists only the commonest.
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSLMSA",
            "com.github.benmanes.caffeine.cache.PSAMS",
        })
public final class SessionTable {

    /**
     * One open session.
     *
     * @param server the name of the server it was opened at
     * @param principal who opened it
     * @param countedAs whose share of the table it takes: the principal's, or that of a network where many share a principal
     * @param backend the name of the backend that keeps it; null where a policy gave its address
     * @param instance the endpoint of the instance that keeps it
     */
    public record Session(String server, String principal, String countedAs, String backend, Target instance) {

        private boolean sharesPrincipal() {
            return !countedAs.equals(principal);
        }
    }

    private record Key(String server, String id) {}

    private final Cache<Key, Session> own;
    private final Cache<Key, Session> shared;
    private final Map<String, AtomicInteger> perCaller = new ConcurrentHashMap<>();
    private final int maxPerCaller;

    /**
     * @param max most sessions remembered; of those whose principal many share, half as many
     * @param maxPerCaller most sessions that are counted together, so that none can crowd out the others
     * @param idle a session unused for so long is forgotten
     * @param ticker the clock, in nanoseconds
     */
    public SessionTable(long max, int maxPerCaller, Duration idle, Ticker ticker) {
        this.maxPerCaller = maxPerCaller;
        this.own = cache(max, idle, ticker);
        this.shared = cache(Math.max(1, max / 2), idle, ticker);
    }

    private Cache<Key, Session> cache(long max, Duration idle, Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(max)
                .expireAfterAccess(idle)
                .ticker(ticker)
                .executor(Runnable::run)
                .removalListener((Key key, Session session, RemovalCause cause) -> forget(session))
                .build();
    }

    /** Whether as many sessions are counted for this caller as it may have. */
    public boolean full(String countedAs) {
        AtomicInteger open = perCaller.get(countedAs);
        if (open == null || open.get() < maxPerCaller) {
            return false;
        }
        // Expired sessions are counted until the cache has looked after itself.
        own.cleanUp();
        shared.cleanUp();
        return open.get() >= maxPerCaller;
    }

    private void forget(Session session) {
        perCaller.computeIfPresent(session.countedAs(), (name, open) -> open.decrementAndGet() <= 0 ? null : open);
    }

    /** Remembers what the backend opened when the response of {@code initialize} passed. */
    public void opened(String id, Session session) {
        perCaller.compute(session.countedAs(), (name, open) -> {
            AtomicInteger count = open == null ? new AtomicInteger() : open;
            count.incrementAndGet();
            return count;
        });
        Key key = new Key(session.server(), id);
        // An id is one session: its backend says so.
        (session.sharesPrincipal() ? own : shared).invalidate(key);
        (session.sharesPrincipal() ? shared : own).put(key, session);
    }

    /**
     * The session, if this principal opened it at this server.
     *
     * @return null where the id is unknown or somebody else's; the two must look the same from outside
     */
    public Session find(String server, String id, String principal) {
        Key key = new Key(server, id);
        Session one = own.getIfPresent(key);
        Session session = one == null ? shared.getIfPresent(key) : one;
        return session != null && session.principal().equals(principal) ? session : null;
    }

    /** Forgets a session that its client or its backend has ended. */
    public void closed(String server, String id) {
        own.invalidate(new Key(server, id));
        shared.invalidate(new Key(server, id));
    }

    /** About how many sessions are open. */
    public long size() {
        return own.estimatedSize() + shared.estimatedSize();
    }
}

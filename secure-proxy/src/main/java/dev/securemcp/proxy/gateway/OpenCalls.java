package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Stay;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is under way: calls, which end by themselves, and streams, which do not. Counts streams per caller and ends them when the
 * gateway stops. Thread-safe.
 */
final class OpenCalls {

    /** A stream that can be ended from outside, once its caller may no longer listen. */
    interface Stream extends Stay {
        /** Ends it, on its own event loop; may be called from any thread. */
        void end();

        /** Puts whole events of ours between the backend's, on its own event loop; may be called from any thread. */
        default void say(Buffer events) {}
    }

    private final int maxStreams;
    private final int maxPerCaller;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private final Map<String, AtomicInteger> perCaller = new ConcurrentHashMap<>();
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean draining;

    OpenCalls(int maxStreams, int maxPerCaller) {
        this.maxStreams = maxStreams;
        this.maxPerCaller = maxPerCaller;
    }

    /** A call begins; false where the gateway takes no new ones. */
    boolean begin() {
        calls.incrementAndGet();
        if (draining) {
            calls.decrementAndGet();
            return false;
        }
        return true;
    }

    /** A call that had begun is over. */
    void end() {
        calls.decrementAndGet();
    }

    /**
     * Takes a place for a stream; false where the caller, or everybody together, has no more.
     *
     * @param caller whose it is
     */
    boolean takeStream(String caller) {
        if (streams.incrementAndGet() > maxStreams) {
            streams.decrementAndGet();
            return false;
        }
        boolean[] taken = {false};
        perCaller.compute(caller, (name, count) -> {
            AtomicInteger own = count == null ? new AtomicInteger() : count;
            if (own.get() < maxPerCaller) {
                own.incrementAndGet();
                taken[0] = true;
            }
            return own.get() == 0 ? null : own;
        });
        if (!taken[0]) {
            streams.decrementAndGet();
        }
        return taken[0];
    }

    /** Gives the place back. */
    void releaseStream(String caller) {
        streams.decrementAndGet();
        perCaller.computeIfPresent(caller, (name, own) -> own.decrementAndGet() == 0 ? null : own);
    }

    /** From now on the stream is ended when the gateway stops. */
    void opened(Stream stream) {
        open.add(stream);
    }

    /** It has ended. */
    void closed(Stream stream) {
        open.remove(stream);
    }

    /** No new calls from now on. */
    void drain() {
        draining = true;
    }

    boolean draining() {
        return draining;
    }

    /** Calls under way that are no streams, so worth waiting for. */
    int waiting() {
        return calls.get() - streams.get();
    }

    /** Everything under way. */
    int active() {
        return calls.get();
    }

    int streams() {
        return streams.get();
    }

    /** Whether there is anything that {@link #endRevoked} would ask. */
    boolean anyOpen() {
        return !open.isEmpty();
    }

    /**
     * Ends the streams whose callers may no longer listen.
     *
     * @return how many that were
     */
    int endRevoked(Instant now) {
        int ended = 0;
        for (Stream stream : open) {
            if (!mayStay(stream, now)) {
                stream.end();
                ended++;
            }
        }
        return ended;
    }

    /** Where it cannot be told, it may not. */
    private static boolean mayStay(Stream stream, Instant now) {
        try {
            return stream.mayStay(now);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Ends every open stream. */
    void endStreams() {
        open.forEach(Stream::end);
    }
}

package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.exchange.Timers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The keys of one issuer over time: fetched when they are first asked for, then in the background, one fetch at a time. The last
 * good reading stays while the issuer is down, for a bounded time. Everything but {@link #current} is confined to one event loop.
 */
final class KeySet {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy.tokens");

    private static final long FIRST_RETRY = 500;

    /** Without keys every call is denied, so that the issuer's return must be noticed soon. */
    private static final long LONGEST_RETRY = 5_000;

    /** With keys there is time. */
    private static final long LONGEST_RETRY_WITH_KEYS = 60_000;

    /** A set that nobody has asked for during so many of its ages is no longer kept fresh. */
    private static final int IDLE_AGES = 2;

    private final String name;
    private final ContextInternal home;
    private final Supplier<Future<Keys>> fetch;
    private final KeySetSettings settings;
    private final InstantSource clock;
    private final Timers timers;
    private final RandomGenerator random;
    private final Watcher watcher;
    private volatile Keys latest;
    private volatile Instant lastUsed;
    private Future<Keys> fetching;
    private Instant forcedAt = Instant.MIN;
    private int failures;
    private String trouble = "";
    private Runnable cancel = () -> {};
    private boolean closed;

    /** Told of what happens to the set. */
    interface Watcher {

        /** A fetch has ended. */
        void fetched(boolean good);

        /** Keys may have been dropped. */
        void changed();
    }

    /**
     * @param name for logs
     * @param home the event loop that it lives on
     * @param fetch called on it, completes on it
     */
    KeySet(
            String name,
            ContextInternal home,
            Supplier<Future<Keys>> fetch,
            KeySetSettings settings,
            InstantSource clock,
            Timers timers,
            RandomGenerator random,
            Watcher watcher) {
        this.name = name;
        this.home = home;
        this.fetch = fetch;
        this.settings = settings;
        this.clock = clock;
        this.timers = timers;
        this.random = random;
        this.watcher = watcher;
        this.lastUsed = clock.instant();
    }

    /** The keys at hand; null where there are none, or none that are fresh enough. For any thread. */
    Keys current() {
        Instant now = clock.instant();
        lastUsed = now;
        return usable(now);
    }

    /** When it was last asked for. */
    Instant lastUsed() {
        return lastUsed;
    }

    private Keys usable(Instant now) {
        Keys keys = latest;
        return keys != null && !passed(keys.readAt(), settings.stale(), now) ? keys : null;
    }

    /** When the keys at hand were read; null where there are none. */
    Instant readAt() {
        Keys keys = latest;
        return keys == null ? null : keys.readAt();
    }

    /**
     * Other keys than those at hand, where they can be had now: at most one fetch at a time, at most one in
     * {@link KeySetSettings#unknownKey} while there are keys, and none while the issuer is known to be down. For any thread.
     *
     * @param than what the caller has; null where it has none
     * @return the keys at hand afterwards, perhaps the same; fails where there are none
     */
    Future<Keys> newer(Keys than) {
        Promise<Keys> promise = home.promise();
        home.runOnContext(go -> ask(than).onComplete(promise));
        return promise.future();
    }

    private Future<Keys> ask(Keys than) {
        Instant now = clock.instant();
        Keys have = usable(now);
        if (have != null && have != than) {
            return Future.succeededFuture(have);
        }
        if (fetching != null) {
            return fetching;
        }
        if (closed || (have == null && failures > 0)) {
            return Future.failedFuture(new KeySetException(closed ? "the gateway is stopping" : trouble));
        }
        if (have != null) {
            if (!passed(forcedAt, settings.unknownKey(), now)) {
                return Future.succeededFuture(have);
            }
            forcedAt = now;
        }
        return start();
    }

    private Future<Keys> start() {
        cancel.run();
        Promise<Keys> promise = home.promise();
        fetching = promise.future();
        attempt().onComplete(done -> {
            fetching = null;
            if (done.succeeded()) {
                take(done.result());
            } else {
                failed(done.cause());
            }
            watcher.fetched(done.succeeded());
            Keys have = usable(clock.instant());
            if (have != null) {
                promise.complete(have);
            } else {
                promise.fail(new KeySetException(trouble));
            }
        });
        return promise.future();
    }

    /** A fetch that cannot even begin has failed. */
    private Future<Keys> attempt() {
        try {
            return fetch.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void take(Keys read) {
        Keys older = latest;
        latest = older == null ? read : read.replacing(older);
        if (older != null) {
            watcher.changed();
        }
        if (failures > 0) {
            LOG.infof("the keys of %s can be had again", name);
        }
        failures = 0;
        trouble = "";
        // A little early, so that many gateways that were started together do not ask together.
        after((long) (settings.age().toMillis() * (0.9 + 0.1 * random.nextDouble())));
    }

    private void failed(Throwable cause) {
        trouble = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        boolean keys = usable(clock.instant()) != null;
        if (failures++ == 0) {
            LOG.warnf(
                    "the keys of %s cannot be had: %s; %s",
                    name, trouble, keys ? "the last ones stay in use" : "tokens of it are refused until they can");
        }
        long longest = keys ? LONGEST_RETRY_WITH_KEYS : LONGEST_RETRY;
        long wait = Math.min(longest, FIRST_RETRY << Math.min(failures - 1, 10));
        after((long) (wait * (0.8 + 0.2 * random.nextDouble())));
    }

    private void after(long millis) {
        cancel = closed ? () -> {} : timers.after(Math.max(1, millis), this::due);
    }

    private void due() {
        if (closed || fetching != null) {
            return;
        }
        if (passed(lastUsed, settings.age().multipliedBy(IDLE_AGES), clock.instant())) {
            // As if it had never been asked for; who needs it again waits for a fetch.
            latest = null;
            failures = 0;
            return;
        }
        start();
    }

    /** No more fetches. For any thread. */
    void close() {
        home.runOnContext(go -> {
            closed = true;
            cancel.run();
        });
    }

    /** Whether so much time has passed; a clock that was set back counts as passed. */
    private static boolean passed(Instant since, Duration time, Instant now) {
        return since == Instant.MIN || since.isAfter(now) || !now.isBefore(since.plus(time));
    }
}

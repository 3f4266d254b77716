package dev.securemcp.weather.provider.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.weather.Settings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One source: its time limit, retries, circuit breaker and cache. Blocks, on virtual threads; an interrupt ends the call
 * and resets its request.
 */
// Caffeine loads the class for a cache's features by its name, and the extension of Quarkus lists only the commonest.
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMWW",
            "com.github.benmanes.caffeine.cache.PSWMW",
        })
public final class Upstream {

    private static final Logger LOG = Logger.getLogger(Upstream.class);

    /** Calls to one source at the same time. */
    private static final int MOST_AT_ONCE = 64;

    private final String source;
    private final Clock clock;
    private final Exchange exchange;
    private final TypedGuard<Reply> guard;
    private final Cache<String, Kept> cache;

    /**
     * A source that has not been asked yet.
     *
     * @param source for people, such as US National Weather Service
     */
    public Upstream(String source, Settings settings, Clock clock) {
        this.source = source;
        this.clock = clock;
        this.exchange = new Exchange(source, settings.upstream().maxResponse().asLongValue(), clock);
        this.guard = guard(source, settings.upstream());
        this.cache = Caffeine.newBuilder()
                .maximumWeight(settings.cache().maxSize().asLongValue())
                .weigher((String key, Kept kept) -> key.length() + kept.bytes())
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(settings.cache().staleFor())
                .build();
    }

    private static TypedGuard<Reply> guard(String source, Settings.Upstream settings) {
        Duration longest = settings.retryMaxDelay();
        return TypedGuard.create(Reply.class)
                .withDescription(source)
                .withTimeout()
                .duration(settings.timeout().toMillis(), ChronoUnit.MILLIS)
                .done()
                .withBulkhead()
                .limit(MOST_AT_ONCE)
                .done()
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.breakerVolume())
                .failureRatio(0.5)
                .delay(settings.breakerDelay().toMillis(), ChronoUnit.MILLIS)
                .when(Upstream::countsAsFailure)
                .onStateChange(state -> LOG.infof("%s: circuit breaker is %s", source, describe(state)))
                .done()
                .withRetry()
                .maxRetries(settings.retries())
                .maxDuration(settings.timeout().multipliedBy(3).toMillis(), ChronoUnit.MILLIS)
                .whenException(thrown -> retryable(thrown, longest))
                .withCustomBackoff()
                .strategy(() -> new RetryPause(settings.retryDelay(), longest, ThreadLocalRandom.current()::nextDouble))
                .done()
                .done()
                .build();
    }

    private static String describe(CircuitBreakerState state) {
        return switch (state) {
            case OPEN -> "open: the source is not asked for a while";
            case HALF_OPEN -> "half open: one call tries the source";
            case CLOSED -> "closed: the source answers again";
        };
    }

    private static boolean countsAsFailure(Throwable thrown) {
        return thrown instanceof TimeoutException
                || (thrown instanceof UpstreamFault fault && fault.kind().countsAsFailure());
    }

    private static boolean retryable(Throwable thrown, Duration longest) {
        return thrown instanceof TimeoutException
                || (thrown instanceof UpstreamFault fault && fault.retryable(longest));
    }

    /**
     * The answer to a question.
     *
     * @throws UpstreamFault where there is no answer; in {@link Mode#CACHED} where there is no copy
     */
    public <T> Fetched<T> get(Query<T> query, Mode mode) {
        Kept kept = cache.getIfPresent(query.key());
        Instant now = clock.instant();
        if (kept != null && (mode == Mode.CACHED || now.isBefore(kept.freshUntil()))) {
            return fetched(kept, now, !now.isBefore(kept.freshUntil()));
        }
        if (mode == Mode.CACHED) {
            throw new UpstreamFault(UpstreamFault.Kind.UNREACHABLE, source + " left no earlier answer");
        }
        Reply reply = ask(query, kept == null ? null : kept.etag());
        if (reply.notModified() && kept == null) {
            throw new UpstreamFault(UpstreamFault.Kind.GARBAGE, source + " answered 304 to a plain request");
        }
        Kept fresh = reply.notModified()
                ? kept.confirmed(clock.instant(), freshFor(query, reply))
                : new Kept(
                        parse(query, reply.body()),
                        reply.etag(),
                        clock.instant(),
                        clock.instant().plus(freshFor(query, reply)),
                        reply.body().length);
        if (reply.storable()) {
            cache.put(query.key(), fresh);
        }
        return fetched(fresh, fresh.retrieved(), false);
    }

    /** Drops every kept answer. */
    public void forget() {
        cache.invalidateAll();
    }

    private Reply ask(Query<?> query, @Nullable String etag) {
        try {
            return guard.call(() -> exchange.run(() -> query.send().apply(etag)));
        } catch (UpstreamFault fault) {
            note(query, fault);
            throw fault;
        } catch (TimeoutException e) {
            throw new UpstreamFault(UpstreamFault.Kind.TIMEOUT, source + " did not answer in time", e, null);
        } catch (CircuitBreakerOpenException e) {
            throw new UpstreamFault(
                    UpstreamFault.Kind.OPEN, source + " failed too often and is left alone for a while", e, null);
        } catch (BulkheadException e) {
            throw new UpstreamFault(UpstreamFault.Kind.OPEN, source + " is asked too much at the same time", e, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UpstreamFault(UpstreamFault.Kind.CANCELLED, "the call was cancelled", e, null);
        } catch (Exception e) {
            throw new UpstreamFault(UpstreamFault.Kind.UNREACHABLE, source + " cannot be reached", e, null);
        }
    }

    private void note(Query<?> query, UpstreamFault fault) {
        switch (fault.kind()) {
            case NOT_FOUND, OPEN, CANCELLED -> LOG.debugf("%s (%s)", fault.getMessage(), query.key());
            default -> LOG.infof("%s (%s)", fault.getMessage(), query.key());
        }
    }

    private <T> T parse(Query<T> query, byte[] body) {
        try {
            return query.parser().parse(body);
        } catch (IOException | RuntimeException e) {
            LOG.debugf(e, "%s: %s: not understood", source, query.key());
            throw new UpstreamFault(
                    UpstreamFault.Kind.GARBAGE, source + " sent an answer that is not understood", e, null);
        }
    }

    private static Duration freshFor(Query<?> query, Reply reply) {
        Duration said = reply.freshFor() == null ? query.freshFor() : reply.freshFor();
        return said.compareTo(query.freshAtMost()) > 0 ? query.freshAtMost() : said;
    }

    @SuppressWarnings("unchecked") // the key of a query names the type of its answer
    private static <T> Fetched<T> fetched(Kept kept, Instant now, boolean stale) {
        return new Fetched<>((T) kept.value(), kept.retrieved(), Duration.between(kept.retrieved(), now), stale);
    }

    private record Kept(Object value, @Nullable String etag, Instant retrieved, Instant freshUntil, int bytes) {

        Kept confirmed(Instant now, Duration freshFor) {
            return new Kept(value, etag, now, now.plus(freshFor), bytes);
        }
    }
}

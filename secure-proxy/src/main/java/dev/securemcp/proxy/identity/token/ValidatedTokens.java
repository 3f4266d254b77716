package dev.securemcp.proxy.identity.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Tokens that were found valid a moment ago, by their hash. An answer is the same object each time, and complete. Bounded in bytes;
 * what is used least makes room. What a dropped key has signed is never given out.
 */
// Caffeine loads the class for a cache's features by its name, and the extension of Quarkus lists only the commonest.
@RegisterForReflection(
        classNames = {
            "com.github.benmanes.caffeine.cache.SSMWW",
            "com.github.benmanes.caffeine.cache.PSWMW",
        })
final class ValidatedTokens {

    /** What an entry costs beside what the token says. */
    private static final int ENTRY = 600;

    /** Claims as objects against the token's characters, roughly. */
    private static final int BYTES_PER_CHARACTER = 4;

    /** @param signer null where no key of a set has signed it */
    private record Entry(Future<TokenDecision> answer, SigningKey signer, long from, long until, int bytes) {}

    private final Cache<TokenHash, Entry> entries;
    private final InstantSource clock;
    private final long time;

    /**
     * @param maxBytes all of it, estimated; 0 keeps nothing
     * @param time for how long a token is believed without looking again
     */
    ValidatedTokens(long maxBytes, Duration time, InstantSource clock) {
        this.clock = clock;
        this.time = time.toMillis();
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((TokenHash hash, Entry entry) -> entry.bytes())
                // Frees the memory; what counts is the entry's own time, by the clock that tokens are judged by.
                .expireAfterWrite(time.isPositive() ? time : Duration.ofNanos(1))
                .executor(Runnable::run)
                .build();
    }

    /** What was found; null where it must be found out. */
    Future<TokenDecision> get(TokenHash hash) {
        Entry entry = entries.getIfPresent(hash);
        if (entry == null) {
            return null;
        }
        long now = clock.millis();
        boolean good = now >= entry.from()
                && now < entry.until()
                && (entry.signer() == null || !entry.signer().dropped());
        if (!good) {
            entries.invalidate(hash);
            return null;
        }
        return entry.answer();
    }

    /**
     * Remembers.
     *
     * @param now when it was found out
     * @param length of the token
     */
    void put(TokenHash hash, TokenDecision.Valid valid, SigningKey signer, long now, int length) {
        long expires = valid.expires().isAfter(java.time.Instant.ofEpochMilli(now + time))
                ? now + time
                : valid.expires().toEpochMilli();
        if (expires > now) {
            entries.put(
                    hash,
                    new Entry(
                            Future.succeededFuture(valid), signer, now, expires, ENTRY + BYTES_PER_CHARACTER * length));
        }
    }

    /** Forgets what dropped keys have signed. */
    void purge() {
        entries.asMap()
                .values()
                .removeIf(entry -> entry.signer() != null && entry.signer().dropped());
    }

    /** Bytes of what is remembered, estimated. */
    long bytes() {
        return entries.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}

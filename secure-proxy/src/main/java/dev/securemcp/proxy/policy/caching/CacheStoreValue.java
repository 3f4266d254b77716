package dev.securemcp.proxy.policy.caching;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Seconds;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;
import java.time.Duration;

/**
 * {@code cache-store-value} (APIM: "Store value in cache"): keeps a value under a key for a time. A time that an expression gives
 * as zero or less keeps nothing, and what was there is forgotten; null does so too.
 *
 * @param caching where it is kept
 * @param key what it is kept under
 * @param value what is kept
 * @param duration how long
 */
public record CacheStoreValue(CachingType caching, Value key, Value value, Seconds duration) implements Policy {

    /** Compiles the element. */
    public static CacheStoreValue compile(AttributeReader reader, PolicyBuild build) {
        return new CacheStoreValue(
                CachingType.read(reader, build),
                build.required(reader, "key"),
                build.required(reader, "value"),
                Seconds.required(reader, build, "duration", 0, Integer.MAX_VALUE));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        Duration time = Duration.ofMillis(duration.millis(exchange));
        return caching.store(exchange.services())
                .put(key.text(exchange), value.get(exchange), time)
                .compose(kept -> Verdict.NEXT);
    }
}

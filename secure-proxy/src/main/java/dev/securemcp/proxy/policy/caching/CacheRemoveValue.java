package dev.securemcp.proxy.policy.caching;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;

/**
 * {@code cache-remove-value} (APIM: "Remove value from cache"): forgets what is kept under a key.
 *
 * @param caching where it is kept
 * @param key what it is kept under
 */
public record CacheRemoveValue(CachingType caching, Value key) implements Policy {

    /** Compiles the element. */
    public static CacheRemoveValue compile(AttributeReader reader, PolicyBuild build) {
        return new CacheRemoveValue(CachingType.read(reader, build), build.required(reader, "key"));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        return caching.store(exchange.services()).remove(key.text(exchange)).compose(gone -> Verdict.NEXT);
    }
}

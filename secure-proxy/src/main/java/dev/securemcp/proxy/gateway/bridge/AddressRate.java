package dev.securemcp.proxy.gateway.bridge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.proxy.net.CallerNetwork;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How often an address has done something in the hour since it first did; what nobody has to prove anything for has such a bound. */
final class AddressRate {

    private static final Duration WINDOW = Duration.ofHours(1);

    /** Addresses that are remembered; whoever has more than so many has no bound worth the name. */
    private static final int MAX_ADDRESSES = 100_000;

    private final Cache<String, AtomicInteger> counts;
    private final int max;

    /** @param max how often in an hour */
    AddressRate(int max, InstantSource clock) {
        this.max = max;
        this.counts = Caffeine.newBuilder()
                .maximumSize(MAX_ADDRESSES)
                .expireAfterWrite(WINDOW)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** Counts once more, for the address's whole network. Whether it was not too often. */
    boolean allows(String address) {
        return counts.get(CallerNetwork.of(address), first -> new AtomicInteger())
                        .incrementAndGet()
                <= max;
    }
}

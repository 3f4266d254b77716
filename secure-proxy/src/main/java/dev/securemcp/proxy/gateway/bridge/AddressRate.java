package dev.securemcp.proxy.gateway.bridge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
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

    /** Counts once more. Whether it was not too often. */
    boolean allows(String address) {
        return counts.get(network(address), first -> new AtomicInteger()).incrementAndGet() <= max;
    }

    /** An IPv6 subscriber has a /64 at least (RFC 6177), and could take another address of it for every request. */
    private static String network(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address ? Opaque.text(Arrays.copyOf(parsed.getAddress(), 8)) : address;
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}

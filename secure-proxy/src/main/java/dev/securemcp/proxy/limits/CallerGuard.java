package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.net.CallerNetwork;
import java.net.InetAddress;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How much one address may ask for before anybody looks at what it asks: so many requests a minute, of which a failed authentication
 * uses up many, and so many at the same time. An IPv6 address counts with its whole /64, which is what one customer is given. Loopback is
 * not counted: whatever comes from there is this machine's own, or comes through a reverse proxy that was not named, and then it would be
 * everybody. Safe for all threads.
 */
public final class CallerGuard {

    /**
     * How much.
     *
     * @param requests a minute, at least 1
     * @param failureCost what a failed authentication counts for, in requests
     * @param open at the same time
     * @param counters most addresses that are counted at the same time
     */
    public record Settings(long requests, long failureCost, int open, int counters) {}

    /** What a request is for. */
    public enum Purpose {
        /** A call, or nothing that is known. */
        CALL("c\n"),
        /** What a client reads and does before it can call: calls use up nothing of its share. */
        DISCOVERY("d\n");

        private final String prefix;

        Purpose(String prefix) {
            this.prefix = prefix;
        }
    }

    private static final int MINUTE = 60_000_000;

    /** What {@link #key} says of an address that is not counted. */
    private static final String EXEMPT = "";

    /** That of {@code ::1}, which shares it with others that no caller has. */
    private static final String LOOPBACK_NETWORK = CallerNetwork.of("::1");

    private final Settings settings;
    private final LongSupplier clock;
    private final RateTable table;
    private final Concurrency open = new Concurrency();
    private final LongAdder blockedRequests = new LongAdder();
    private final LongAdder blockedOpen = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /** @param clock microseconds that never run backwards */
    public CallerGuard(Settings settings, LongSupplier clock) {
        this.settings = settings;
        this.clock = clock;
        this.table = new RateTable(settings.counters());
    }

    /**
     * Counts a request.
     *
     * @param address as text
     * @return 0 where it may go on, else after how many whole seconds one would
     */
    public long admit(String address, Purpose purpose) {
        String key = key(address);
        if (key.equals(EXEMPT)) {
            return 0;
        }
        long said = decide(purpose.prefix + key, 1, Mode.TAKE);
        if (said >= 0) {
            return 0;
        }
        blockedRequests.increment();
        return Math.ceilDiv(-said, 1_000_000L);
    }

    /** Counts an authentication that failed: somebody guesses a key, or a token. */
    public void failed(String address) {
        String key = key(address);
        failures.increment();
        if (!key.equals(EXEMPT) && settings.failureCost() > 0) {
            decide(Purpose.CALL.prefix + key, settings.failureCost(), Mode.ADD);
        }
    }

    /** Takes a place among what an address may have open; false where it has no more. To be {@linkplain #close given back} once. */
    public boolean open(String address) {
        String key = key(address);
        if (key.equals(EXEMPT) || open.take(key, settings.open())) {
            return true;
        }
        blockedOpen.increment();
        return false;
    }

    /** Gives a place back. */
    public void close(String address) {
        String key = key(address);
        if (!key.equals(EXEMPT)) {
            open.release(key);
        }
    }

    /** Whether a refusal of an address is news: once a minute, so that a flood does not become one of log lines. */
    public boolean isNews(String address) {
        return table.decide("n\n" + key(address), MINUTE, 1, 1, Mode.TAKE, clock.getAsLong()) >= 0;
    }

    private long decide(String key, long units, Mode mode) {
        return table.decide(key, MINUTE, settings.requests(), units, mode, clock.getAsLong());
    }

    /** What an address is counted by. */
    static String key(String address) {
        String network = CallerNetwork.of(address);
        boolean loopback = network.startsWith("127.") || (network.equals(LOOPBACK_NETWORK) && isLoopback(address));
        return loopback ? EXEMPT : network;
    }

    private static boolean isLoopback(String address) {
        int zone = address.indexOf('%');
        return InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone))
                .isLoopbackAddress();
    }

    /** Requests that were refused since an address had sent too many. */
    public long blockedRequests() {
        return blockedRequests.sum();
    }

    /** Requests that were refused since an address had too many open. */
    public long blockedOpen() {
        return blockedOpen.sum();
    }

    /** Authentications that failed. */
    public long failures() {
        return failures.sum();
    }

    /** Addresses that are counted. */
    public int size() {
        return table.size();
    }

    /** How often an address found no counter of its own. */
    public long overflowed() {
        return table.overflowed();
    }
}

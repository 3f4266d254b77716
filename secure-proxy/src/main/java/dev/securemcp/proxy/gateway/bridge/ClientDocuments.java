package dev.securemcp.proxy.gateway.bridge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.proxy.gateway.bridge.ClientDocument.Result;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.net.OutboundResponse;
import dev.securemcp.proxy.net.OutboundUrl;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fetches clients' metadata documents. Whoever opens a page here chooses the URL, so everything is bounded: where it leads
 * ({@code net/AddressGuard}), how long and how large the answer is, how often one address has the gateway ask, how many are kept.
 */
final class ClientDocuments {

    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[\\s,])max-age=\"?(\\d{1,9})");

    /** Within these a document may say how long it is good for; a longer time would keep a stolen client alive. */
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration USUAL = Duration.ofMinutes(10);

    /** What failed is not asked for again at once. */
    private static final Duration FAILED = Duration.ofSeconds(30);

    /**
     * The bounds.
     *
     * @param kept documents that are kept
     * @param bytes of the largest
     * @param time for one
     * @param perHour fetches for one address
     */
    record Bounds(int kept, int bytes, Duration time, int perHour) {}

    private record Key(String url, List<String> allowed) {}

    private record Kept(Result result, Instant until) {}

    private final HttpCalls http;
    private final InstantSource clock;
    private final Bounds bounds;
    private final Cache<Key, Kept> cache;
    private final AddressRate rate;
    private final SingleFlight<Key, Result> flight = new SingleFlight<>();

    ClientDocuments(HttpCalls http, InstantSource clock, Bounds bounds) {
        this.http = http;
        this.clock = clock;
        this.bounds = bounds;
        this.cache = Caffeine.newBuilder().maximumSize(bounds.kept()).build();
        this.rate = new AddressRate(bounds.perHour(), clock);
    }

    /**
     * The client that a URL names. Never fails. To be called on an event loop.
     *
     * @param allowed where clients may have people sent back to; empty for all that is safe
     * @param address who asks
     * @return null where this address has asked too often
     */
    Future<Result> find(String url, List<String> allowed, String address) {
        String fault = ClientDocument.fault(url);
        if (fault != null) {
            return Future.succeededFuture(new Result.Faulty(fault));
        }
        Key key = new Key(url, allowed);
        Kept kept = cache.getIfPresent(key);
        if (kept != null && clock.instant().isBefore(kept.until())) {
            return Future.succeededFuture(kept.result());
        }
        if (!rate.allows(address)) {
            return Future.succeededFuture(null);
        }
        return flight.run(key, () -> fetch(key));
    }

    private Future<Result> fetch(Key key) {
        OutboundRequest request = new OutboundRequest(
                HttpMethod.GET,
                OutboundUrl.parse(key.url()),
                Trust.CALLER,
                HttpHeaders.headers().set(HttpHeaders.ACCEPT, "application/json"),
                null,
                bounds.time().toMillis(),
                bounds.bytes(),
                0,
                null);
        return http.send(request).map(response -> keep(key, response)).otherwise(failed -> {
            Result result = new Result.Faulty("it could not be fetched");
            cache.put(key, new Kept(result, clock.instant().plus(FAILED)));
            return result;
        });
    }

    private Result keep(Key key, OutboundResponse response) {
        Result result = ClientDocument.read(
                key.url(),
                response.status(),
                response.headers().get(HttpHeaders.CONTENT_TYPE),
                response.body(),
                key.allowed());
        Duration good =
                result instanceof Result.Sound ? goodFor(response.headers().get(HttpHeaders.CACHE_CONTROL)) : FAILED;
        cache.put(key, new Kept(result, clock.instant().plus(good)));
        return result;
    }

    /** How long a document may be used (RFC 9111 §5.2.2), within our bounds. */
    static Duration goodFor(String cacheControl) {
        if (cacheControl == null) {
            return USUAL;
        }
        String lower = cacheControl.toLowerCase(Locale.ROOT);
        if (lower.contains("no-store") || lower.contains("no-cache")) {
            return SHORTEST;
        }
        Matcher age = MAX_AGE.matcher(lower);
        Duration said = age.find() ? Duration.ofSeconds(Long.parseLong(age.group(1))) : USUAL;
        return said.compareTo(SHORTEST) < 0 ? SHORTEST : said.compareTo(LONGEST) > 0 ? LONGEST : said;
    }
}

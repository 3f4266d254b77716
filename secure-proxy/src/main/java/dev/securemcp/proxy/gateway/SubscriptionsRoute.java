package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.SubscriptionReport;
import dev.securemcp.proxy.identity.SubscriptionReport.Query;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code GET /subscriptions} on the management port: who may call what, and when each key was used last. {@code ?id=} asks for one,
 * {@code ?unused-days=} for those with a key that was not used for so long, {@code ?from=} and {@code ?limit=} for a page.
 */
final class SubscriptionsRoute implements Handler<RoutingContext> {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_DAYS = 36_500;

    private final Supplier<KeyRing> keys;
    private final InstantSource clock;

    SubscriptionsRoute(Supplier<KeyRing> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Blocks for as long as a million subscriptions take to look through. */
    @Override
    public void handle(RoutingContext request) {
        Optional<Integer> from = number(request, "from", 0, 0, Integer.MAX_VALUE);
        Optional<Integer> limit = number(request, "limit", DEFAULT_LIMIT, 1, SubscriptionReport.MAX_LIMIT);
        Optional<Integer> days = number(request, "unused-days", 0, 0, MAX_DAYS);
        if (from.isEmpty() || limit.isEmpty() || days.isEmpty()) {
            answer(
                    request,
                    400,
                    "text/plain; charset=utf-8",
                    Buffer.buffer("from, limit (at most " + SubscriptionReport.MAX_LIMIT
                            + ") and unused-days are whole numbers\n"));
            return;
        }
        Query query = new Query(
                Optional.ofNullable(request.queryParams().get("id")),
                from.get(),
                limit.get(),
                days.filter(some -> some > 0).map(some -> clock.instant().minus(Duration.ofDays(some))));
        answer(request, 200, "application/json", Buffer.buffer(SubscriptionReport.page(keys.get(), query)));
    }

    private static void answer(RoutingContext request, int status, String type, Buffer body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .end(body);
    }

    /** A parameter; its default where it is absent, empty where it is no number within its bounds. */
    private static Optional<Integer> number(RoutingContext request, String name, int byDefault, int min, int max) {
        String text = request.queryParams().get(name);
        if (text == null) {
            return Optional.of(byDefault);
        }
        try {
            int number = Integer.parseInt(text);
            return number >= min && number <= max ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.ServerConfig.KeyNames;
import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.Subscription;
import dev.securemcp.proxy.identity.SubscriptionDecision;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The check of the subscription key, before any policy: the header, else the query (APIM: "Subscriptions"). What it finds out
 * about the caller goes into the exchange.
 */
final class KeyGuard {

    /**
     * What came of it.
     *
     * @param refused why the call is denied; null where it may go on
     * @param cause for the log: which of the reasons that a caller cannot tell apart
     * @param subscription whose key it was, also where it was refused; null where that is not known
     */
    record Result(ErrorAnswer refused, String cause, String subscription) {

        private static final Result PASSED = new Result(null, null, null);
    }

    private final KeyRing keys;
    private final Map<String, ProductFacts> products;
    private final Map<String, ProductFacts> openProducts;

    private KeyGuard(KeyRing keys, Map<String, ProductFacts> products, Map<String, ProductFacts> openProducts) {
        this.keys = keys;
        this.products = products;
        this.openProducts = openProducts;
    }

    /**
     * The guard of a configuration.
     *
     * @param keys the keys that work
     */
    static KeyGuard of(Configuration configuration, KeyRing keys) {
        Map<String, ProductFacts> products = new HashMap<>();
        Map<String, ProductFacts> open = new HashMap<>();
        for (ProductConfig product : configuration.products().values()) {
            ProductFacts facts = new Product(product.name(), product.displayName());
            products.put(product.name(), facts);
            if (!product.subscriptionRequired()) {
                product.servers().forEach(server -> open.put(server, facts));
            }
        }
        return new KeyGuard(keys, Map.copyOf(products), Map.copyOf(open));
    }

    /** The keys that work. */
    KeyRing keys() {
        return keys;
    }

    /**
     * Checks the key of a request to a server; a subscription that may go on becomes the exchange's caller. A call without a key to a
     * server of an open product is that product's.
     */
    Result check(ServerRuntime server, HttpServerRequest request, Exchange exchange) {
        String key = presented(server.config().keyNames(), request);
        String name = server.config().name();
        ProductFacts open = openProducts.get(name);
        boolean required = server.config().subscriptionRequired() && open == null;
        return switch (keys.check(key, name, required, exchange.timestamp())) {
            case SubscriptionDecision.Allowed(var subscription) -> {
                if (subscription.isPresent()) {
                    allow(exchange, subscription.get(), key, name);
                } else if (open != null) {
                    exchange.caller(new Caller(exchange.request().ipAddress(), null, open, false, null));
                }
                yield Result.PASSED;
            }
            case SubscriptionDecision.Denied denied ->
                new Result(
                        answer(denied),
                        denied.cause().name(),
                        denied.subscription().map(Subscription::id).orElse(null));
        };
    }

    private void allow(Exchange exchange, Subscription found, String key, String server) {
        ProductFacts product = found.product().map(products::get).orElse(null);
        exchange.caller(
                new Caller(exchange.request().ipAddress(), new Facts(found, key), product, found.mayTrace(), null));
        // The key, not the subscription: who replaces a key that leaked wants its thief's streams to end.
        exchange.stayWhile(now -> keys.stillOpens(found.key(), found.id(), server, now));
    }

    private static ErrorAnswer answer(SubscriptionDecision.Denied denied) {
        Reason reason = denied.cause() == SubscriptionDecision.Cause.MISSING
                ? Reason.SUBSCRIPTION_KEY_NOT_FOUND
                : Reason.SUBSCRIPTION_KEY_INVALID;
        return ErrorAnswer.of(reason, denied.cause().message());
    }

    private static String presented(KeyNames names, HttpServerRequest request) {
        String inHeader = request.getHeader(names.header());
        if (inHeader != null || !names.inQuery()) {
            return inHeader;
        }
        return QueryString.first(request.query(), names.query());
    }

    private record Product(String id, String name) implements ProductFacts {}

    /** {@code context.Subscription}. The key is what the caller itself has shown; nothing else of it is known. */
    private record Facts(Subscription subscription, String key) implements SubscriptionFacts {

        @Override
        public String id() {
            return subscription.id();
        }

        @Override
        public String name() {
            return subscription.name();
        }

        @Override
        public String primaryKey() {
            return subscription.slot() == Subscription.KeySlot.PRIMARY ? key : null;
        }

        @Override
        public String secondaryKey() {
            return subscription.slot() == Subscription.KeySlot.SECONDARY ? key : null;
        }

        @Override
        public Instant createdDate() {
            return null;
        }

        @Override
        public Instant startDate() {
            return subscription.notBefore().orElse(null);
        }

        @Override
        public Instant endDate() {
            return subscription.expires().orElse(null);
        }

        /** Without the key: this may end up in a message. */
        @Override
        public String toString() {
            return "Subscription[" + subscription.id() + "]";
        }
    }
}

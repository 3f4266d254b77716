package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.ServerConfig.KeyNames;
import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import dev.securemcp.proxy.identity.Subscription;
import dev.securemcp.proxy.identity.SubscriptionCheck;
import dev.securemcp.proxy.identity.SubscriptionDecision;
import dev.securemcp.proxy.identity.SubscriptionTable;
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

    private final SubscriptionTable table;
    private final Map<String, ProductFacts> products;

    private KeyGuard(SubscriptionTable table, Map<String, ProductFacts> products) {
        this.table = table;
        this.products = products;
    }

    /** The guard of a configuration. */
    static KeyGuard of(Configuration configuration) {
        Map<String, ProductFacts> products = new HashMap<>();
        for (ProductConfig product : configuration.products().values()) {
            products.put(product.name(), new Product(product.name(), product.displayName()));
        }
        return new KeyGuard(SubscriptionTable.of(configuration), Map.copyOf(products));
    }

    /** Checks the key of a request to a server; a subscription that may go on becomes the exchange's caller. */
    Result check(ServerRuntime server, HttpServerRequest request, Exchange exchange) {
        String key = presented(server.config().keyNames(), request);
        SubscriptionDecision decision = SubscriptionCheck.decide(
                table, key, server.config().name(), server.config().subscriptionRequired(), exchange.timestamp());
        return switch (decision) {
            case SubscriptionDecision.Allowed allowed -> {
                allowed.subscription().ifPresent(found -> {
                    exchange.caller(caller(exchange, found, key));
                    String name = server.config().name();
                    exchange.stayWhile(now -> SubscriptionCheck.stillOpens(table, found, name, now));
                });
                yield Result.PASSED;
            }
            case SubscriptionDecision.Denied denied ->
                new Result(
                        answer(denied),
                        denied.cause().name(),
                        denied.subscription().map(Subscription::id).orElse(null));
        };
    }

    private Caller caller(Exchange exchange, Subscription found, String key) {
        return new Caller(
                exchange.request().ipAddress(),
                new Facts(found, key),
                products.get(found.product()),
                found.mayTrace(),
                null);
    }

    private static ErrorAnswer answer(SubscriptionDecision.Denied denied) {
        Reason reason = denied.cause() == SubscriptionDecision.Cause.MISSING
                ? Reason.SUBSCRIPTION_KEY_NOT_FOUND
                : Reason.SUBSCRIPTION_KEY_INVALID;
        return ErrorAnswer.of(reason, denied.cause().message());
    }

    private static String presented(KeyNames names, HttpServerRequest request) {
        String inHeader = request.getHeader(names.header());
        return inHeader != null ? inHeader : QueryString.first(request.query(), names.query());
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
            return subscription.key() == Subscription.KeySlot.PRIMARY ? key : null;
        }

        @Override
        public String secondaryKey() {
            return subscription.key() == Subscription.KeySlot.SECONDARY ? key : null;
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

package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;

/**
 * Who is calling. Without a subscription there is only the address.
 *
 * @param address the caller's address as text, after trusted proxies were looked through
 * @param subscription what the key stands for; null where none was presented
 * @param product the product that the key came with; null where there is none
 * @param mayTrace whether what this caller sends may be traced
 */
public record Caller(String address, SubscriptionFacts subscription, ProductFacts product, boolean mayTrace) {

    /** Somebody without a key. */
    public static Caller anonymous(String address) {
        return new Caller(address, null, null, false);
    }

    /**
     * Whom a session belongs to: the subscription, so that a session outlives the rotation of its key. Callers that show nothing
     * share one principal, since an address changes under a client that is still the same.
     */
    public String principal() {
        return subscription == null ? "anonymous" : "subscription:" + subscription.id();
    }

    /** Whose streams are counted together: the subscription's, else those of the address. */
    public String streamOwner() {
        return subscription == null ? address : principal();
    }

    /** For logs and counters: the subscription's id, else null. */
    public String subscriptionId() {
        return subscription == null ? null : subscription.id();
    }

    /** For logs and counters: the product's id, else null. */
    public String productId() {
        return product == null ? null : product.id();
    }
}

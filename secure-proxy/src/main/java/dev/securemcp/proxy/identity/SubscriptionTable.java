package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.identity.Subscription.KeySlot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All subscriptions of a configuration, found by a presented key. Immutable, for any thread.
 *
 * <p>A look-up hashes what was presented and then looks the hash up. How long that takes depends on the hash alone, which a
 * caller cannot steer towards one that is stored; so the time tells nothing about a key.
 */
public final class SubscriptionTable {

    /** A table without subscriptions. */
    public static final SubscriptionTable EMPTY = new SubscriptionTable(Map.of(), Map.of());

    private final Map<Sha256, Subscription> byKey;
    private final Map<String, Set<String>> serversByProduct;

    private SubscriptionTable(Map<Sha256, Subscription> byKey, Map<String, Set<String>> serversByProduct) {
        this.byKey = byKey;
        this.serversByProduct = serversByProduct;
    }

    /** The table of a configuration that was read without faults. */
    public static SubscriptionTable of(Configuration configuration) {
        Map<Sha256, Subscription> byKey = new HashMap<>();
        configuration.subscriptions().values().forEach(subscription -> {
            subscription.primaryKey().ifPresent(key -> byKey.put(key, of(subscription, KeySlot.PRIMARY)));
            subscription.secondaryKey().ifPresent(key -> byKey.put(key, of(subscription, KeySlot.SECONDARY)));
        });
        Map<String, Set<String>> servers = new HashMap<>();
        for (ProductConfig product : configuration.products().values()) {
            servers.put(product.name(), Set.copyOf(product.servers()));
        }
        return new SubscriptionTable(Map.copyOf(byKey), Map.copyOf(servers));
    }

    private static Subscription of(SubscriptionConfig subscription, KeySlot slot) {
        return new Subscription(
                subscription.id(),
                subscription.displayName(),
                subscription.product(),
                slot,
                subscription.state(),
                subscription.notBefore(),
                subscription.expires(),
                subscription.allowTracing());
    }

    /** The subscription that a key belongs to, whatever its state; empty for an unknown key. */
    public Optional<Subscription> find(String presentedKey) {
        if (presentedKey.isEmpty() || presentedKey.length() > Keys.MAX_LENGTH) {
            return Optional.empty();
        }
        return Optional.ofNullable(byKey.get(Keys.hash(presentedKey)));
    }

    /** Whether a subscription's product holds a server. */
    public boolean opens(Subscription subscription, String server) {
        return serversByProduct.getOrDefault(subscription.product(), Set.of()).contains(server);
    }

    /** How many keys there are. */
    public int size() {
        return byKey.size();
    }
}

package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Pepper;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.identity.SubscriptionDecision.Allowed;
import dev.securemcp.proxy.identity.SubscriptionDecision.Cause;
import dev.securemcp.proxy.identity.SubscriptionDecision.Denied;
import java.time.Instant;
import java.util.Optional;

/**
 * All keys that work now: those of the configuration and those of {@code subscriptions-file}, each table replaced whole. Any thread may
 * ask; nothing here blocks.
 */
public final class KeyRing {

    private final Optional<Pepper> pepper;
    private final SubscriptionTable own;
    private volatile SubscriptionTable file = SubscriptionTable.EMPTY;

    /**
     * A ring without a file of subscriptions, for now.
     *
     * @param pepper what some keys are hashed with
     * @param own what the configuration itself holds
     */
    public KeyRing(Optional<Pepper> pepper, SubscriptionTable own) {
        this.pepper = pepper;
        this.own = own;
    }

    /** The keys of a configuration alone. */
    public static KeyRing of(Configuration configuration) {
        return new KeyRing(configuration.keyPepper(), SubscriptionTable.of(configuration));
    }

    /**
     * Decides about one call, and remembers when a key was used.
     *
     * @param presentedKey as it came; null or empty where none came
     * @param server the server's name
     * @param required whether the server wants a key
     */
    public SubscriptionDecision check(String presentedKey, String server, boolean required, Instant now) {
        if (presentedKey == null || presentedKey.isEmpty()) {
            return SubscriptionCheck.withoutKey(required);
        }
        Optional<Subscription> found = find(presentedKey);
        if (found.isEmpty() && Keys.isMistyped(presentedKey)) {
            return new Denied(Cause.MISTYPED, found);
        }
        SubscriptionDecision decision = SubscriptionCheck.withKey(found, server, now);
        if (decision instanceof Allowed(Optional<Subscription> subscription)) {
            used(subscription.orElseThrow().key(), now.getEpochSecond());
        }
        return decision;
    }

    /** Whether a key that opened a server once still does: for what stays open. */
    public boolean stillOpens(StoredKey key, String id, String server, Instant now) {
        Optional<Subscription> found = find(key).filter(known -> known.id().equals(id));
        return SubscriptionCheck.withKey(found, server, now) instanceof Allowed;
    }

    /** The subscription that a presented key belongs to, whatever its state; empty for an unknown key. */
    public Optional<Subscription> find(String presentedKey) {
        if (presentedKey.isEmpty() || presentedKey.length() > Keys.MAX_LENGTH) {
            return Optional.empty();
        }
        SubscriptionTable now = file;
        StoredKey plain = new StoredKey(Keys.hash(presentedKey), false);
        Optional<Subscription> found = own.find(plain).or(() -> now.find(plain));
        if (found.isPresent()
                || pepper.isEmpty()
                || !(own.keys().peppered() || now.keys().peppered())) {
            return found;
        }
        return find(new StoredKey(pepper.get().digest(presentedKey), true));
    }

    private Optional<Subscription> find(StoredKey key) {
        Optional<Subscription> found = own.find(key);
        return found.isPresent() ? found : file.find(key);
    }

    private void used(StoredKey key, long second) {
        if (!used(own, key, second)) {
            used(file, key, second);
        }
    }

    private static boolean used(SubscriptionTable table, StoredKey key, long second) {
        int number = table.keys().find(key);
        if (number >= 0) {
            table.keys().mark(number, second);
        }
        return number >= 0;
    }

    /** Puts a newer table in the place of the file's; what is known of last uses goes over to it. */
    public void replaceFile(SubscriptionTable newer) {
        KeyIndex before = file.keys();
        for (int number = 0; number < before.size(); number++) {
            if (before.lastUsed(number) != 0) {
                newer.keys().markFirstWord(before.firstWord(number), before.lastUsed(number), !before.untold(number));
            }
        }
        file = newer;
    }

    /** What the configuration itself holds. */
    public SubscriptionTable own() {
        return own;
    }

    /** What the file of subscriptions holds now. */
    public SubscriptionTable file() {
        return file;
    }
}

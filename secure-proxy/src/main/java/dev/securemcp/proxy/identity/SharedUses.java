package dev.securemcp.proxy.identity;

import java.io.IOException;

/**
 * When keys were used last, as gateways tell each other: a key is called by the first 64 bits of its hash, a time is in seconds since
 * 1970. For one thread at a time, beside those that use keys.
 */
public final class SharedUses {

    private static final long MAX_SECOND = 0xffff_ffffL;

    private final KeyRing keys;

    public SharedUses(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * That a key was used.
     *
     * @param word the first 64 bits of its hash
     * @param second since 1970
     */
    public record Use(long word, long second) {}

    /** Told of uses. */
    @FunctionalInterface
    public interface Listener {
        void used(Use use) throws IOException;
    }

    /** Every use that others do not know yet. It stays one until it is {@linkplain #known}. */
    public void untold(Listener listener) throws IOException {
        for (KeyIndex index : indexes()) {
            for (int number = 0; number < index.size(); number++) {
                if (index.untold(number)) {
                    listener.used(new Use(index.firstWord(number), index.lastUsed(number)));
                }
            }
        }
    }

    /** Others know of this use: it is not told again, and is the last one unless a later is known here. */
    public void known(Use use) {
        if (use.second() > 0 && use.second() <= MAX_SECOND) {
            for (KeyIndex index : indexes()) {
                index.markFirstWord(use.word(), use.second(), true);
            }
        }
    }

    /** Others have lost what they knew: all is to be told again. */
    public void lost() {
        for (KeyIndex index : indexes()) {
            for (int number = 0; number < index.size(); number++) {
                index.untell(number);
            }
        }
    }

    /** The keys of the file, as they are now: what was {@linkplain #known} before is not there for a key that only a newer table has. */
    public SubscriptionTable file() {
        return keys.file();
    }

    private KeyIndex[] indexes() {
        return new KeyIndex[] {keys.own().keys(), keys.file().keys()};
    }
}

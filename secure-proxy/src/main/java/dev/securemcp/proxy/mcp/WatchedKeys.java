package dev.securemcp.proxy.mcp;

import java.util.Locale;

/**
 * Tells keys of one object that stand twice or in another case. Parsers disagree about these (the first wins, the last wins,
 * case is ignored), so that a decision made from one reading could be undone by another.
 */
final class WatchedKeys {

    private final String[] keys;

    /** @param keys in the spelling of the specification, at most 32 */
    WatchedKeys(String... keys) {
        this.keys = keys.clone();
    }

    /** Position of the key in the exact spelling, or −1. */
    int indexOf(String key) {
        for (int i = 0; i < keys.length; i++) {
            if (keys[i].equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The watched key that this one differs from only in case, or null. {@code equalsIgnoreCase} also takes the letters that
     * fold to ASCII ones (ſ, K, ı), as some parsers do.
     */
    String misspelt(String key) {
        for (String watched : keys) {
            if (watched.equalsIgnoreCase(key) && !watched.equals(key)) {
                return watched;
            }
        }
        return null;
    }

    /** One spelling for all cases of a key. */
    static String fold(String key) {
        return key.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}

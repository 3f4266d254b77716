package dev.securemcp.proxy.identity.token;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A key set as it was read once.
 *
 * @param issuer what the metadata calls the issuer; null where no metadata was read. May be Entra's template
 * @param keys those of its keys that can verify signatures
 * @param readAt when
 * @param gone names of keys that it once had and did not have then
 */
record Keys(String issuer, List<SigningKey> keys, Instant readAt, Set<String> gone) {

    /** Names that are remembered; an issuer that changes its keys daily needs a few. */
    private static final int MAX_GONE = 200;

    Keys {
        keys = List.copyOf(keys);
        gone = Set.copyOf(gone);
    }

    /** A first reading. */
    Keys(String issuer, List<SigningKey> keys, Instant readAt) {
        this(issuer, keys, readAt, Set.of());
    }

    /**
     * Whether a reading that is younger than an interval has shown that the issuer took a key of that name back. Callers whose tokens
     * outlive their key come all the time, and must not use up the look for a key that is new. An older reading tells nothing: what was
     * taken back may have been published again.
     */
    boolean tookBack(String kid, Duration interval, Instant now) {
        return kid != null && gone.contains(kid) && !now.isBefore(readAt) && now.isBefore(readAt.plus(interval));
    }

    /** The same set with the objects of an older reading for the keys that both list; what only the older one lists is dropped. */
    Keys replacing(Keys older) {
        List<SigningKey> merged = new ArrayList<>(keys.size());
        for (SigningKey read : keys) {
            merged.add(older.keys.stream()
                    .filter(known -> known.same(read))
                    .findFirst()
                    .orElse(read));
        }
        Set<String> left = older.gone.size() < MAX_GONE ? new HashSet<>(older.gone) : new HashSet<>();
        older.keys.stream()
                .filter(known -> merged.stream().noneMatch(kept -> kept == known))
                .forEach(known -> {
                    known.drop();
                    left.add(known.id());
                });
        merged.forEach(kept -> left.remove(kept.id()));
        left.remove(null);
        return new Keys(issuer, merged, readAt, left);
    }
}

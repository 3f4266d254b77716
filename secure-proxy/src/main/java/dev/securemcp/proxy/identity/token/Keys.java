package dev.securemcp.proxy.identity.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A key set as it was read once.
 *
 * @param issuer what the metadata calls the issuer; null where no metadata was read. May be Entra's template
 * @param keys those of its keys that can verify signatures
 * @param readAt when
 */
record Keys(String issuer, List<SigningKey> keys, Instant readAt) {

    Keys {
        keys = List.copyOf(keys);
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
        older.keys.stream()
                .filter(known -> merged.stream().noneMatch(kept -> kept == known))
                .forEach(SigningKey::drop);
        return new Keys(issuer, merged, readAt);
    }
}

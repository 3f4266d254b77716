package dev.securemcp.proxy.identity;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.config.StoredKey;
import dev.securemcp.proxy.config.SubscriptionConfig;
import dev.securemcp.proxy.identity.SharedUses.Use;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A ring of so many keys from a file, each of a subscription of its own, which opens everything. */
public final class KeyRingFixture {

    private int count;
    private final KeyRing ring = new KeyRing(Optional.empty(), SubscriptionTable.EMPTY);

    private KeyRingFixture(int count) {
        this.count = count;
        replace();
    }

    public static KeyRingFixture of(int count) {
        return new KeyRingFixture(count);
    }

    public KeyRing ring() {
        return ring;
    }

    /** The file is read anew. */
    void replace() {
        SubscriptionTableBuilder builder = new SubscriptionTableBuilder(Map.of(), new Faults());
        for (int i = 0; i < count; i++) {
            builder.add(new SubscriptionConfig(
                    "id-" + i,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new StoredKey(Sha256.of(key(i)), false)),
                    Optional.empty(),
                    SubscriptionConfig.State.ACTIVE,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    "id-" + i,
                    "",
                    "",
                    Position.of("f")));
        }
        ring.replaceFile(builder.build());
    }

    /** The file is read anew, and has so many keys now. */
    public void replace(int newCount) {
        count = newCount;
        replace();
    }

    private static String key(int i) {
        return "the-key-with-number-" + i;
    }

    /** Somebody calls with a key. */
    public void use(int i, Instant when) {
        if (!(ring.check(key(i), "s", true, when) instanceof SubscriptionDecision.Allowed)) {
            throw new IllegalStateException("key " + i + " does not work");
        }
    }

    public Instant lastUsed(int i) {
        KeyIndex keys = ring.file().keys();
        return Instant.ofEpochSecond(keys.lastUsed(keys.find(new StoredKey(Sha256.of(key(i)), false))));
    }

    /** How many uses are to be told. */
    public int untold() throws IOException {
        List<Use> found = new ArrayList<>();
        new SharedUses(ring).untold(found::add);
        return found.size();
    }
}

package dev.securemcp.proxy.config;

/**
 * A subscription key as it is kept.
 *
 * @param digest its SHA-256, or its HMAC-SHA-256 with the {@link Pepper}
 * @param peppered whether it is the latter
 */
public record StoredKey(Sha256 digest, boolean peppered) {

    /** As the line of a configuration has it. */
    public String text() {
        return (peppered ? "hmac-sha256" : "sha256") + ": " + digest.hex();
    }
}

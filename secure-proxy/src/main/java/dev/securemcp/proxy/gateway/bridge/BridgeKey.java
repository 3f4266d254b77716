package dev.securemcp.proxy.gateway.bridge;

import dev.securemcp.proxy.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What the gateway recognises its own texts by: client ids, and consents that browsers remember. Whoever has it can make such texts,
 * but no code and no token.
 */
public final class BridgeKey {

    /** Bytes of a key. */
    public static final int LENGTH = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /** @param bytes {@value #LENGTH} of them, random */
    public BridgeKey(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a key has " + LENGTH + " bytes, not " + bytes.length);
        }
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** The key that several gateways have, since they share a secret. */
    public static BridgeKey of(Secret shared) {
        return new BridgeKey(
                Opaque.sha256(("secure-proxy bridge\0" + shared.reveal()).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The seal of some texts (HMAC-SHA-256), in base64url.
     *
     * @param use what it is for: a seal for one use is none for another
     */
    String seal(String use, String... texts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            length(mac, use);
            for (String text : texts) {
                length(mac, text);
            }
            return Opaque.text(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** Each text behind its length, so that no two lists of texts are the same bytes. */
    private static void length(Mac mac, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(new byte[] {
            (byte) (bytes.length >>> 24), (byte) (bytes.length >>> 16), (byte) (bytes.length >>> 8), (byte) bytes.length
        });
        mac.update(bytes);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "BridgeKey";
    }
}

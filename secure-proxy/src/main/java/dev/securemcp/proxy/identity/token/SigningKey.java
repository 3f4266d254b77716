package dev.securemcp.proxy.identity.token;

import java.security.Key;

/**
 * A key that may have signed a token. One of a key set stays the same object as long as the set lists it; when the set drops it, it
 * says so to everything that was validated with it.
 */
final class SigningKey {

    private final String id;
    private final String algorithm;
    private final Key key;
    private final String issuer;
    private volatile boolean dropped;

    /**
     * @param id matched to the token's {@code kid}; null for any
     * @param algorithm the only one it is for (JWA); null for every one that fits
     * @param issuer whose it is, where a set holds keys of several issuers (Entra's {@code issuer} of a key); else null
     */
    SigningKey(String id, String algorithm, Key key, String issuer) {
        this.id = id;
        this.algorithm = algorithm;
        this.key = key;
        this.issuer = issuer;
    }

    String id() {
        return id;
    }

    Key key() {
        return key;
    }

    String issuer() {
        return issuer;
    }

    /** Whether it may have signed a token with this header. */
    boolean fits(SignatureAlgorithm signedWith, String kid) {
        return !dropped
                && (id == null || kid == null || id.equals(kid))
                && (algorithm == null || algorithm.equals(signedWith.id()))
                && signedWith.fits(key);
    }

    /** Whether another reading of the set means this key. */
    boolean same(SigningKey other) {
        return java.util.Objects.equals(id, other.id)
                && java.util.Objects.equals(algorithm, other.algorithm)
                && java.util.Objects.equals(issuer, other.issuer)
                && key.equals(other.key);
    }

    /** Its set lists it no longer. */
    void drop() {
        dropped = true;
    }

    boolean dropped() {
        return dropped;
    }
}

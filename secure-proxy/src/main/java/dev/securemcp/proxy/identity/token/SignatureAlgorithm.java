package dev.securemcp.proxy.identity.token;

import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.jose4j.jca.ProviderContext;
import org.jose4j.jwa.AlgorithmFactoryFactory;
import org.jose4j.jws.JsonWebSignatureAlgorithm;
import org.jose4j.lang.JoseException;

/**
 * The signature algorithms that are accepted (RFC 7518 §3, RFC 8037), each with the one kind of key that fits it: a token's
 * {@code alg} cannot make a public key serve as a shared secret. {@code none} is not among them.
 */
enum SignatureAlgorithm {
    RS256(Kind.RSA, 0),
    RS384(Kind.RSA, 0),
    RS512(Kind.RSA, 0),
    PS256(Kind.RSA, 0),
    PS384(Kind.RSA, 0),
    PS512(Kind.RSA, 0),
    ES256(Kind.EC, 256),
    ES384(Kind.EC, 384),
    ES512(Kind.EC, 521),
    EDDSA(Kind.EDWARDS, 0),
    HS256(Kind.SECRET, 0),
    HS384(Kind.SECRET, 0),
    HS512(Kind.SECRET, 0);

    private enum Kind {
        RSA,
        EC,
        EDWARDS,
        SECRET
    }

    /** RFC 7518 §3.3 asks for 2048 bits at least; verifying with more than 8192 would cost a caller's token too much of ours. */
    private static final int MIN_RSA_BITS = 2048;

    private static final int MAX_RSA_BITS = 8192;

    /** Longer public exponents only slow verification down. */
    private static final int MAX_EXPONENT_BITS = 64;

    /** Shorter than the hash is against RFC 7518 §3.2 but found in the field; shorter than this can be guessed. */
    static final int MIN_SECRET_BYTES = 16;

    private static final Map<String, SignatureAlgorithm> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(SignatureAlgorithm::id, value -> value));

    private final Kind kind;
    private final int curveBits;

    SignatureAlgorithm(Kind kind, int curveBits) {
        this.kind = kind;
        this.curveBits = curveBits;
    }

    /** The algorithm of a header's {@code alg}, which is case-sensitive. */
    static Optional<SignatureAlgorithm> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Its JWA name. */
    String id() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /** Whether signing and verifying take the same key. */
    boolean symmetric() {
        return kind == Kind.SECRET;
    }

    /** Whether a key may verify what this algorithm signed. */
    boolean fits(Key key) {
        return switch (kind) {
            case RSA -> key instanceof RSAPublicKey rsa && sound(rsa);
            case EC ->
                key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == curveBits;
            case EDWARDS -> key instanceof EdECPublicKey;
            case SECRET -> key instanceof SecretKey secret && secret.getEncoded().length >= MIN_SECRET_BYTES;
        };
    }

    private static boolean sound(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= MIN_RSA_BITS
                && bits <= MAX_RSA_BITS
                && key.getPublicExponent().bitLength() <= MAX_EXPONENT_BITS
                && key.getPublicExponent().signum() > 0;
    }

    /** Whether a signature over these bytes is the key's. */
    boolean verify(byte[] signature, byte[] signed, Key key) {
        try {
            JsonWebSignatureAlgorithm algorithm = AlgorithmFactoryFactory.getInstance()
                    .getJwsAlgorithmFactory()
                    .getAlgorithm(id());
            if (!symmetric()) {
                algorithm.validateVerificationKey(key);
            }
            return algorithm.verifySignature(signature, key, signed, new ProviderContext());
        } catch (JoseException | RuntimeException e) {
            // Whatever it is that makes this no signature: it is none. Providers throw more than they declare.
            return false;
        }
    }
}

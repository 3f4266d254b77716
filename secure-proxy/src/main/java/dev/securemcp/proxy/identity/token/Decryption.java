package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.exchange.token.TokenRules.ConfiguredKey;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;
import javax.crypto.SecretKey;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.ContentEncryptionAlgorithmIdentifiers;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwe.KeyManagementAlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * Opens encrypted tokens (RFC 7516) with configured keys. Not accepted: RSA with PKCS#1 v1.5 padding (RFC 8725 §3.2), and keys made
 * from passwords, whose cost the token would decide.
 */
final class Decryption {

    /** Trying keys costs a private operation each. */
    private static final int MAX_TRIES = 8;

    private static final AlgorithmConstraints RSA =
            permit(KeyManagementAlgorithmIdentifiers.RSA_OAEP, KeyManagementAlgorithmIdentifiers.RSA_OAEP_256);

    private static final AlgorithmConstraints EC = permit(
            KeyManagementAlgorithmIdentifiers.ECDH_ES,
            KeyManagementAlgorithmIdentifiers.ECDH_ES_A128KW,
            KeyManagementAlgorithmIdentifiers.ECDH_ES_A192KW,
            KeyManagementAlgorithmIdentifiers.ECDH_ES_A256KW);

    private static final AlgorithmConstraints SECRET = permit(
            KeyManagementAlgorithmIdentifiers.DIRECT,
            KeyManagementAlgorithmIdentifiers.A128KW,
            KeyManagementAlgorithmIdentifiers.A192KW,
            KeyManagementAlgorithmIdentifiers.A256KW,
            KeyManagementAlgorithmIdentifiers.A128GCMKW,
            KeyManagementAlgorithmIdentifiers.A192GCMKW,
            KeyManagementAlgorithmIdentifiers.A256GCMKW);

    private static final AlgorithmConstraints CONTENT = permit(
            ContentEncryptionAlgorithmIdentifiers.AES_128_CBC_HMAC_SHA_256,
            ContentEncryptionAlgorithmIdentifiers.AES_192_CBC_HMAC_SHA_384,
            ContentEncryptionAlgorithmIdentifiers.AES_256_CBC_HMAC_SHA_512,
            ContentEncryptionAlgorithmIdentifiers.AES_128_GCM,
            ContentEncryptionAlgorithmIdentifiers.AES_192_GCM,
            ContentEncryptionAlgorithmIdentifiers.AES_256_GCM);

    private Decryption() {}

    private static AlgorithmConstraints permit(String... algorithms) {
        return new AlgorithmConstraints(ConstraintType.PERMIT, algorithms);
    }

    /** What is inside; the message of a fault does not tell why it could not be had. */
    static byte[] open(CompactToken token, List<ConfiguredKey> keys) throws TokenFault {
        if (keys.isEmpty()) {
            throw TokenFault.malformed("The token is encrypted, and there are no keys to open it");
        }
        int tries = 0;
        for (ConfiguredKey key : keys) {
            boolean meant = key.id() == null || token.kid() == null || key.id().equals(token.kid());
            if (meant && tries++ < MAX_TRIES) {
                byte[] opened = open(token.text(), key.key());
                if (opened != null) {
                    return opened;
                }
            }
        }
        throw TokenFault.malformed("The token is encrypted, and no key opens it");
    }

    private static byte[] open(String text, Key key) {
        AlgorithmConstraints permitted =
                switch (key) {
                    case RSAPrivateKey rsa -> RSA;
                    case PrivateKey other -> EC;
                    case SecretKey secret -> SECRET;
                    default -> null;
                };
        if (permitted == null) {
            return null;
        }
        try {
            JsonWebEncryption encrypted = new JsonWebEncryption();
            encrypted.setAlgorithmConstraints(permitted);
            encrypted.setContentEncryptionAlgorithmConstraints(CONTENT);
            encrypted.setCompactSerialization(text);
            encrypted.setKey(key);
            return encrypted.getPlaintextBytes();
        } catch (JoseException | RuntimeException e) {
            // Also what a hostile header makes the library throw: this key does not open it.
            return null;
        }
    }

    /** The token inside, where there is one; null where the bytes are claims. */
    static String token(byte[] opened) {
        String text = new String(opened, StandardCharsets.UTF_8);
        return text.startsWith("{") ? null : text;
    }
}

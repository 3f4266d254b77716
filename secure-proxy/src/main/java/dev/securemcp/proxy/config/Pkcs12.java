package dev.securemcp.proxy.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Reads a private key with its certificates from a PKCS#12 file ({@code .pfx}, {@code .p12}; RFC 7292). */
public final class Pkcs12 {

    private Pkcs12() {}

    /**
     * A key with its certificates.
     *
     * @param chain the key's own certificate first, at least one
     */
    public record KeyEntry(List<X509Certificate> chain, PrivateKey key) {

        public KeyEntry {
            chain = List.copyOf(chain);
        }

        /** Without the key. */
        @Override
        public String toString() {
            return chain.getFirst().getSubjectX500Principal().getName();
        }
    }

    /**
     * Takes the first key. Costs milliseconds: the password is stretched.
     *
     * @param password empty where there is none
     * @throws IllegalArgumentException where the bytes hold no such key, in words for a person; never a part of them
     */
    public static KeyEntry read(byte[] bytes, String password) {
        char[] secret = password.toCharArray();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), secret);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getKey(alias, secret) instanceof PrivateKey key) {
                    return new KeyEntry(chain(store.getCertificateChain(alias)), key);
                }
            }
        } catch (IOException e) {
            boolean wrongPassword = e.getCause() instanceof UnrecoverableKeyException;
            throw new IllegalArgumentException(
                    wrongPassword ? "the password is wrong" : "it is not PKCS#12, or the password is missing", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("its key cannot be read with this password", e);
        }
        throw new IllegalArgumentException("it holds no private key");
    }

    private static List<X509Certificate> chain(Certificate[] certificates) {
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
            if (certificate instanceof X509Certificate x509) {
                chain.add(x509);
            }
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("its key has no certificate");
        }
        return chain;
    }
}

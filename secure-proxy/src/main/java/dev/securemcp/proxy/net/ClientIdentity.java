package dev.securemcp.proxy.net;

import io.vertx.core.net.KeyCertOptions;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate with its key, which the gateway shows as a TLS client. Equal only to itself, since connections are kept per
 * identity: make one and keep it.
 */
public final class ClientIdentity {

    private static final String ALIAS = "identity";

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final KeyCertOptions options;
    private final String fingerprint;

    /**
     * A certificate with its key.
     *
     * @param chain the certificate itself first, at least one
     * @throws IllegalArgumentException where the certificate has no encoding
     */
    public ClientIdentity(List<X509Certificate> chain, PrivateKey key) {
        this.fingerprint = sha256(chain.getFirst());
        this.chain = List.copyOf(chain);
        this.key = key;
        this.options = KeyCertOptions.wrap(new OneKey(chain.toArray(X509Certificate[]::new), key));
    }

    /** The certificate itself. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The certificate's private key. */
    public PrivateKey key() {
        return key;
    }

    /** SHA-256 of the certificate's DER encoding, in hexadecimal digits. Costs nothing: it is made once. */
    public String fingerprint() {
        return fingerprint;
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("the certificate has no encoding", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** For the options of a client. */
    public KeyCertOptions options() {
        return options;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal().getName();
    }

    /** Shows the one certificate to every server that asks for one. */
    private static final class OneKey extends X509ExtendedKeyManager {

        private final X509Certificate[] chain;
        private final PrivateKey key;

        OneKey(X509Certificate[] chain, PrivateKey key) {
            this.chain = chain;
            this.key = key;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return choose(keyTypes);
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return choose(keyTypes);
        }

        /** An alias for a type of key that this is not would break the handshake. */
        private String choose(String[] keyTypes) {
            for (String type : keyTypes) {
                if (type.startsWith(key.getAlgorithm()) || (type.startsWith("RSA") && isRsa())) {
                    return ALIAS;
                }
            }
            return null;
        }

        private boolean isRsa() {
            return key.getAlgorithm().startsWith("RSA");
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain.clone();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }
    }
}

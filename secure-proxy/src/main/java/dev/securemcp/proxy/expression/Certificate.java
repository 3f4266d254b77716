package dev.securemcp.proxy.expression;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/**
 * A certificate as policies see it ({@code X509Certificate2}).
 *
 * @param x509 the certificate
 * @param privateKey null where only the certificate is known, such as a client's
 */
public record Certificate(X509Certificate x509, PrivateKey privateKey) {

    @Override
    public String toString() {
        return "[Subject]\n  " + x509.getSubjectX500Principal().getName();
    }
}

package dev.securemcp.proxy.config;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.HexFormat;

/**
 * A certificate with its private key, for the gateway to show.
 *
 * @param name its key under {@code certificates}
 * @param entry certificate and key
 */
public record CertificateConfig(String name, Pkcs12.KeyEntry entry, Position position) {

    /** SHA-1 over the certificate in capital hexadecimal digits, as people copy it from API Management and Windows. */
    public String thumbprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest(entry.chain().getFirst().getEncoded());
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("every JDK has SHA-1, and the certificate was read from its encoding", e);
        }
    }
}

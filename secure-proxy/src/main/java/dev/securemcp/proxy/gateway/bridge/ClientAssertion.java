package dev.securemcp.proxy.gateway.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.config.Pkcs12;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;

/**
 * What the gateway proves itself with at an issuer that knows its certificate ({@code private_key_jwt}, RFC 7523 §3). Entra wants
 * PS256 and the certificate's SHA-256 as {@code x5t#S256}. Signing costs a millisecond: not for an event loop.
 */
final class ClientAssertion {

    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static final long LIFE_SECONDS = 300;

    private ClientAssertion() {}

    /**
     * Makes one.
     *
     * @param audience the issuer's token endpoint
     * @param id its unique name
     */
    static String make(Pkcs12.KeyEntry identity, String clientId, String audience, String id, Instant now) {
        try {
            X509Certificate certificate = identity.chain().getFirst();
            boolean curve = identity.key() instanceof ECPrivateKey;
            ObjectNode header = Json.object();
            header.put("alg", curve ? "ES256" : "PS256");
            header.put("typ", "JWT");
            header.put("x5t#S256", Opaque.text(Opaque.sha256(certificate.getEncoded())));
            ObjectNode claims = Json.object();
            claims.put("iss", clientId);
            claims.put("sub", clientId);
            claims.put("aud", audience);
            claims.put("jti", id);
            claims.put("iat", now.getEpochSecond());
            claims.put("nbf", now.getEpochSecond());
            claims.put("exp", now.getEpochSecond() + LIFE_SECONDS);
            String text = Opaque.text(Json.bytes(header)) + "." + Opaque.text(Json.bytes(claims));
            Signature signature = Signature.getInstance(curve ? "SHA256withECDSAinP1363Format" : "RSASSA-PSS");
            if (!curve) {
                signature.setParameter(new PSSParameterSpec(
                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC));
            }
            signature.initSign(identity.key());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + Opaque.text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the certificate's key cannot sign: " + e.getMessage(), e);
        }
    }
}

package dev.securemcp.proxy.identity.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A key that an issuer signs with, and how it is published. Signs with the JDK alone, so that what is tested is not its own judge.
 *
 * @param id its {@code kid}
 * @param algorithm what it signs with (JWA)
 */
public record SignerKey(String id, String algorithm, KeyPair pair) {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Making RSA keys is slow; tests may share those of the same name. */
    private static final Map<String, KeyPair> MADE = new ConcurrentHashMap<>();

    /** A key for an algorithm; the same one for the same names. */
    public static SignerKey of(String id, String algorithm) {
        return new SignerKey(id, algorithm, MADE.computeIfAbsent(id + family(algorithm), name -> make(algorithm)));
    }

    private static String family(String algorithm) {
        return switch (algorithm.substring(0, 2)) {
            case "RS", "PS" -> "RSA";
            default -> algorithm;
        };
    }

    private static KeyPair make(String algorithm) {
        try {
            KeyPairGenerator generator =
                    switch (algorithm) {
                        case "ES256", "ES384", "ES512" -> KeyPairGenerator.getInstance("EC");
                        case "EdDSA" -> KeyPairGenerator.getInstance("Ed25519");
                        case "Ed448" -> KeyPairGenerator.getInstance("Ed448");
                        default -> KeyPairGenerator.getInstance("RSA");
                    };
            switch (algorithm) {
                case "ES256" -> generator.initialize(new ECGenParameterSpec("secp256r1"));
                case "ES384" -> generator.initialize(new ECGenParameterSpec("secp384r1"));
                case "ES512" -> generator.initialize(new ECGenParameterSpec("secp521r1"));
                case "EdDSA", "Ed448" -> {}
                default -> generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Signs as JWS wants it (RFC 7518 §3, RFC 8037). */
    public byte[] sign(String input) {
        try {
            Signature signature =
                    switch (algorithm) {
                        case "RS256" -> Signature.getInstance("SHA256withRSA");
                        case "RS384" -> Signature.getInstance("SHA384withRSA");
                        case "RS512" -> Signature.getInstance("SHA512withRSA");
                        case "PS256" -> pss("SHA-256", MGF1ParameterSpec.SHA256, 32);
                        case "PS384" -> pss("SHA-384", MGF1ParameterSpec.SHA384, 48);
                        case "PS512" -> pss("SHA-512", MGF1ParameterSpec.SHA512, 64);
                        case "ES256" -> Signature.getInstance("SHA256withECDSAinP1363Format");
                        case "ES384" -> Signature.getInstance("SHA384withECDSAinP1363Format");
                        case "ES512" -> Signature.getInstance("SHA512withECDSAinP1363Format");
                        default -> Signature.getInstance("EdDSA");
                    };
            signature.initSign(pair.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signature pss(String hash, MGF1ParameterSpec mask, int salt) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(hash, "MGF1", mask, salt, 1));
        return signature;
    }

    /** As a key set lists it. */
    public String jwk() {
        return jwk("\"use\":\"sig\"");
    }

    /** As a key set lists it, with these further members. */
    public String jwk(String more) {
        String own = id == null ? "" : ",\"kid\":\"" + id + "\"";
        return "{" + members(pair.getPublic()) + own + (more.isEmpty() ? "" : "," + more) + "}";
    }

    private static String members(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa ->
                "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
                        .formatted(number(rsa.getModulus(), 0), number(rsa.getPublicExponent(), 0));
            case ECPublicKey ec -> {
                int bits = ec.getParams().getOrder().bitLength();
                int bytes = (bits + 7) / 8;
                yield "\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\""
                        .formatted(
                                bits,
                                number(ec.getW().getAffineX(), bytes),
                                number(ec.getW().getAffineY(), bytes));
            }
            case EdECPublicKey edwards -> {
                // The encoded key ends with the point as RFC 8032 writes it.
                byte[] encoded = edwards.getEncoded();
                String curve = edwards.getParams().getName();
                int bytes = curve.equals("Ed25519") ? 32 : 57;
                yield "\"kty\":\"OKP\",\"crv\":\"%s\",\"x\":\"%s\""
                        .formatted(
                                curve,
                                BASE64.encodeToString(
                                        Arrays.copyOfRange(encoded, encoded.length - bytes, encoded.length)));
            }
            default -> throw new AssertionError(key);
        };
    }

    private static String number(BigInteger value, int bytes) {
        byte[] raw = value.toByteArray();
        int from = raw.length > 1 && raw[0] == 0 ? 1 : 0;
        byte[] bare = Arrays.copyOfRange(raw, from, raw.length);
        byte[] padded = new byte[Math.max(bytes, bare.length)];
        System.arraycopy(bare, 0, padded, padded.length - bare.length, bare.length);
        return BASE64.encodeToString(padded);
    }
}

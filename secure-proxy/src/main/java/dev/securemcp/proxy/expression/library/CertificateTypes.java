package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.Certificate;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.HexFormat;
import java.util.Map;

/** {@code X509Certificate2} and signatures by RSA keys. */
final class CertificateTypes {

    /** {@code RSA}: the keys of a certificate; the private one may be missing. */
    record Rsa(PublicKey open, PrivateKey secret) {}

    private record Algorithm(String name) {}

    private record Padding(boolean pss) {}

    private static final Map<String, String> DIGESTS =
            Map.of("MD5", "MD5", "SHA1", "SHA1", "SHA256", "SHA256", "SHA384", "SHA384", "SHA512", "SHA512");

    private CertificateTypes() {}

    static void define(TypeTable table) {
        table.<Certificate>reference("X509Certificate2", Certificate.class, NONE, CertificateTypes::certificate);
        table.alias("X509Certificate", "X509Certificate2");
        table.<Rsa>reference("RSA", Rsa.class, java.util.List.of("IDisposable"), CertificateTypes::rsa);
        table.alias("RSACryptoServiceProvider", "RSA");
        table.alias("AsymmetricAlgorithm", "RSA");
        table.<Algorithm>value("HashAlgorithmName", Algorithm.class, NONE, m -> {
            for (String name : DIGESTS.keySet()) {
                m.constant("HashAlgorithmName " + name, new Algorithm(name));
            }
            m.property("string Name", (e, a) -> a.name());
        });
        table.<Padding>reference("RSASignaturePadding", Padding.class, NONE, m -> {
            m.constant("RSASignaturePadding Pkcs1", new Padding(false));
            m.constant("RSASignaturePadding Pss", new Padding(true));
        });
    }

    private static void certificate(Members<Certificate> m) {
        m.constructor("(byte[] rawData)", (e, b) -> parse((byte[]) b));
        m.property(
                "string Subject", (e, c) -> c.x509().getSubjectX500Principal().toString());
        m.property("string Issuer", (e, c) -> c.x509().getIssuerX500Principal().toString());
        m.property(
                "string SubjectName",
                (e, c) -> c.x509().getSubjectX500Principal().toString());
        m.property("string Thumbprint", (e, c) -> hex(HashTypes.digest(e, "SHA-1", encoded(c))));
        m.property("string SerialNumber", (e, c) -> {
            byte[] number = c.x509().getSerialNumber().toByteArray();
            return hex(number);
        });
        m.property(
                "DateTime NotBefore",
                (e, c) -> DateTimeValue.utc(c.x509().getNotBefore().toInstant()).as(DateTimeValue.Zone.LOCAL));
        m.property(
                "DateTime NotAfter",
                (e, c) -> DateTimeValue.utc(c.x509().getNotAfter().toInstant()).as(DateTimeValue.Zone.LOCAL));
        m.property("int Version", (e, c) -> c.x509().getVersion());
        m.property("bool HasPrivateKey", (e, c) -> c.privateKey() != null);
        m.property("byte[] RawData", (e, c) -> e.bytes(encoded(c)));
        m.property("RSA PrivateKey", (e, c) -> c.privateKey() == null ? null : keys(c));
        m.property("string FriendlyName", (e, c) -> "");
        m.method("bool Verify()", (e, c) -> e.context().deployment().trusts(c));
        m.method("bool VerifyNoRevocation()", (e, c) -> e.context().deployment().trusts(c));
        m.method("RSA GetRSAPrivateKey()", (e, c) -> c.privateKey() instanceof RSAKey ? keys(c) : null);
        m.method(
                "RSA GetRSAPublicKey()",
                (e, c) -> c.x509().getPublicKey() instanceof RSAKey
                        ? new Rsa(c.x509().getPublicKey(), null)
                        : null);
        m.method("string GetCertHashString()", (e, c) -> hex(HashTypes.digest(e, "SHA-1", encoded(c))));
        m.method("byte[] GetCertHash()", (e, c) -> HashTypes.digest(e, "SHA-1", encoded(c)));
        m.method("byte[] GetRawCertData()", (e, c) -> e.bytes(encoded(c)));
        m.method(
                "string GetSerialNumberString()",
                (e, c) -> hex(c.x509().getSerialNumber().toByteArray()));
        m.method(
                "string GetNameInfo(X509NameType type, bool forIssuer)",
                (e, c, type, issuer) -> commonName(c.x509(), (Boolean) issuer));
        m.method(
                "string GetExpirationDateString()",
                (e, c) -> DateTimeValue.utc(c.x509().getNotAfter().toInstant()).toString());
        m.method("string ToString()", (e, c) -> c.toString());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.x509().getEncoded();
        } catch (GeneralSecurityException x) {
            throw Fail.of("CryptographicException", "the certificate cannot be written");
        }
    }

    private static Certificate parse(byte[] bytes) {
        try {
            return new Certificate(
                    (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes)),
                    null);
        } catch (GeneralSecurityException x) {
            throw Fail.of(
                    "CryptographicException", "the bytes are not an X.509 certificate (PFX files are not read here)");
        }
    }

    private static String commonName(X509Certificate certificate, boolean issuer) {
        String name = (issuer ? certificate.getIssuerX500Principal() : certificate.getSubjectX500Principal()).getName();
        for (String part : name.split(",(?=[A-Z0-9.]+=)", -1)) {
            if (part.startsWith("CN=")) {
                return part.substring(3);
            }
        }
        return name;
    }

    private static Rsa keys(Certificate certificate) {
        return new Rsa(certificate.x509().getPublicKey(), certificate.privateKey());
    }

    private static void rsa(Members<Rsa> m) {
        m.method(
                "byte[] SignData(byte[] data, HashAlgorithmName algorithm, RSASignaturePadding padding)",
                (e, k, b, a, p) -> sign(e, k, (byte[]) b, ((Algorithm) a).name(), ((Padding) p).pss()));
        m.method(
                "byte[] SignData(byte[] data, string algorithm)",
                (e, k, b, a) -> sign(e, k, (byte[]) b, str(a), false));
        m.method(
                "bool VerifyData(byte[] data, byte[] signature, HashAlgorithmName algorithm, RSASignaturePadding padding)",
                (e, k, b, s, a, p) -> {
                    try {
                        Signature verifier = signature(((Algorithm) a).name(), ((Padding) p).pss());
                        verifier.initVerify(k.open());
                        verifier.update((byte[]) b);
                        e.steps(10_000);
                        return verifier.verify((byte[]) s);
                    } catch (GeneralSecurityException x) {
                        return false;
                    }
                });
    }

    /** An operation with a private key costs as much as thousands of steps. */
    private static byte[] sign(Evaluation e, Rsa keys, byte[] data, String digest, boolean pss) {
        e.steps(50_000 + (data.length >> 6));
        if (keys.secret() == null) {
            throw Fail.of("CryptographicException", "the private key of this certificate is not known here");
        }
        try {
            Signature signer = signature(digest, pss);
            signer.initSign(keys.secret());
            signer.update(data);
            return signer.sign();
        } catch (GeneralSecurityException x) {
            throw Fail.of("CryptographicException", "the data cannot be signed with this key");
        }
    }

    private static Signature signature(String digest, boolean pss) throws GeneralSecurityException {
        String name = DIGESTS.get(digest.replace("-", "").toUpperCase(java.util.Locale.ROOT));
        if (name == null) {
            throw Fail.argument("there is no digest '" + digest + "'");
        }
        if (!pss) {
            return Signature.getInstance(name + "withRSA");
        }
        Signature signature = Signature.getInstance("RSASSA-PSS");
        String spaced = "SHA-" + name.substring(3);
        int salt = name.equals("SHA1") ? 20 : Integer.parseInt(name.substring(3)) / 8;
        signature.setParameter(new java.security.spec.PSSParameterSpec(
                spaced, "MGF1", new java.security.spec.MGF1ParameterSpec(spaced), salt, 1));
        return signature;
    }
}

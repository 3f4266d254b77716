package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.NONE;
import static dev.securemcp.proxy.expression.library.Names.num;
import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Digests ({@code MD5}, {@code SHA1}, {@code SHA256}, …) and keyed ones ({@code HMACSHA256}, …). */
final class HashTypes {

    /** A digest to be computed: .NET's object, which keeps no state here. */
    record Hash(String algorithm) {}

    /** A keyed digest. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Keyed(String algorithm, byte[] key) {}

    private static final Map<String, String> DIGESTS =
            Map.of("MD5", "MD5", "SHA1", "SHA-1", "SHA256", "SHA-256", "SHA384", "SHA-384", "SHA512", "SHA-512");
    private static final Map<String, String> MACS = Map.of(
            "HMACMD5",
            "HmacMD5",
            "HMACSHA1",
            "HmacSHA1",
            "HMACSHA256",
            "HmacSHA256",
            "HMACSHA384",
            "HmacSHA384",
            "HMACSHA512",
            "HmacSHA512");

    private HashTypes() {}

    static void define(TypeTable table) {
        table.<Hash>reference("HashAlgorithm", Hash.class, List.of("IDisposable"), m -> {
            hash(m);
            m.staticMethod("HashAlgorithm Create(string name)", (e, name) -> named(str(name)));
        });
        DIGESTS.forEach((name, algorithm) -> {
            table.<Hash>reference(name, null, List.of("HashAlgorithm"), m -> {
                m.staticMethod(name + " Create()", e -> new Hash(algorithm));
                m.staticMethod("byte[] HashData(byte[] source)", (e, b) -> digest(e, algorithm, (byte[]) b));
            });
            for (String suffix : List.of("Managed", "CryptoServiceProvider", "Cng")) {
                table.<Hash>reference(
                        name + suffix,
                        null,
                        List.of("HashAlgorithm"),
                        m -> m.constructor("()", e -> new Hash(algorithm)));
            }
        });
        table.<Keyed>reference("HMAC", Keyed.class, List.of("IDisposable"), m -> {
            m.method("byte[] ComputeHash(byte[] buffer)", (e, k, b) -> mac(e, k.algorithm(), k.key(), (byte[]) b));
            m.property("byte[] Key", (e, k) -> k.key().clone());
            m.property("byte[] Hash", (e, k) -> null);
        });
        MACS.forEach((name, algorithm) -> table.<Keyed>reference(name, null, List.of("HMAC"), m -> {
            m.constructor("(byte[] key)", (e, key) -> new Keyed(algorithm, ((byte[]) key).clone()));
            m.staticMethod(
                    "byte[] HashData(byte[] key, byte[] source)",
                    (e, key, b) -> mac(e, algorithm, (byte[]) key, (byte[]) b));
        }));
        table.<Object>reference(
                "CryptographicOperations",
                null,
                NONE,
                m -> m.staticMethod(
                        "bool FixedTimeEquals(byte[] left, byte[] right)",
                        (e, a, b) -> MessageDigest.isEqual((byte[]) a, (byte[]) b)));
    }

    private static void hash(Members<Hash> m) {
        m.method("byte[] ComputeHash(byte[] buffer)", (e, h, b) -> digest(e, h.algorithm(), (byte[]) b));
        m.method(
                "byte[] ComputeHash(byte[] buffer, int offset, int count)",
                (e, h, b, i, n) -> digest(
                        e, h.algorithm(), Arrays.copyOfRange((byte[]) b, num(i), Math.addExact(num(i), num(n)))));
    }

    private static Hash named(String name) {
        String algorithm = DIGESTS.get(name.replace("-", "").toUpperCase(java.util.Locale.ROOT));
        if (algorithm == null) {
            throw Fail.argument("there is no digest '" + name + "'");
        }
        return new Hash(algorithm);
    }

    static byte[] digest(Evaluation e, String algorithm, byte[] bytes) {
        e.steps(bytes.length >> 6);
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException x) {
            throw Fail.of("CryptographicException", "the digest " + algorithm + " is not available");
        }
    }

    private static byte[] mac(Evaluation e, String algorithm, byte[] key, byte[] bytes) {
        e.steps(bytes.length >> 6);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(
                    key.length == 0 ? new byte[1] : key, algorithm)); // an empty key and one zero byte are the same key
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException x) {
            throw Fail.of("CryptographicException", "the digest " + algorithm + " is not available");
        }
    }
}

package dev.securemcp.proxy.expression.library;

import static dev.securemcp.proxy.expression.library.Names.str;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.type.Members;
import dev.securemcp.proxy.expression.type.TypeTable;
import dev.securemcp.proxy.expression.value.EnumValue;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Symmetric ciphers: {@code Aes}, and the {@code Encrypt}/{@code Decrypt} that API Management adds to {@code byte[]}. */
final class CipherTypes {

    /** {@code Aes}: a cipher being set up. */
    private static final class Setup {
        private final String algorithm;
        private byte[] key;
        private byte[] iv;
        private int mode = 1;
        private int padding = 2;

        Setup(String algorithm) {
            this.algorithm = algorithm;
        }
    }

    /** {@code ICryptoTransform}. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Transform(Setup setup, byte[] key, byte[] iv, boolean encrypt) {}

    private CipherTypes() {}

    static void define(TypeTable table) {
        table.<Setup>reference("SymmetricAlgorithm", Setup.class, List.of("IDisposable"), CipherTypes::setup);
        table.<Setup>reference(
                "Aes", null, List.of("SymmetricAlgorithm"), m -> m.staticMethod("Aes Create()", e -> new Setup("AES")));
        table.<Setup>reference(
                "AesManaged", null, List.of("SymmetricAlgorithm"), m -> m.constructor("()", e -> new Setup("AES")));
        table.<Setup>reference(
                "AesCryptoServiceProvider",
                null,
                List.of("SymmetricAlgorithm"),
                m -> m.constructor("()", e -> new Setup("AES")));
        table.<Setup>reference(
                "RijndaelManaged",
                null,
                List.of("SymmetricAlgorithm"),
                m -> m.constructor("()", e -> new Setup("AES")));
        table.<Setup>reference(
                "TripleDES",
                null,
                List.of("SymmetricAlgorithm"),
                m -> m.staticMethod("TripleDES Create()", e -> new Setup("DESede")));
        table.<Transform>reference(
                "ICryptoTransform",
                Transform.class,
                List.of("IDisposable"),
                m -> m.method(
                        "byte[] TransformFinalBlock(byte[] inputBuffer, int inputOffset, int inputCount)",
                        (e, t, b, i, n) ->
                                run(e, t.setup(), t.key(), t.iv(), t.encrypt(), (byte[]) b, (Integer) i, (Integer) n)));
    }

    private static void setup(Members<Setup> m) {
        m.property("byte[] Key", (e, s) -> s.key, (e, s, v) -> {
            s.key = ((byte[]) v).clone();
            return null;
        });
        m.property("byte[] IV", (e, s) -> s.iv, (e, s, v) -> {
            s.iv = ((byte[]) v).clone();
            return null;
        });
        m.property("int KeySize", (e, s) -> s.key == null ? 256 : s.key.length * 8, (e, s, v) -> null);
        m.property("int BlockSize", (e, s) -> 128, (e, s, v) -> null);
        m.property("CipherMode Mode", (e, s) -> TimeTypes.constant("CipherMode", s.mode), (e, s, v) -> {
            s.mode = ((EnumValue) v).number();
            return null;
        });
        m.property("PaddingMode Padding", (e, s) -> TimeTypes.constant("PaddingMode", s.padding), (e, s, v) -> {
            s.padding = ((EnumValue) v).number();
            return null;
        });
        m.method("void GenerateIV()", (e, s) -> {
            s.iv = new byte[16];
            e.context().random().nextBytes(s.iv);
            return null;
        });
        m.method("void GenerateKey()", (e, s) -> {
            s.key = new byte[32];
            e.context().random().nextBytes(s.key);
            return null;
        });
        m.method("ICryptoTransform CreateEncryptor()", (e, s) -> new Transform(s, s.key, s.iv, true));
        m.method("ICryptoTransform CreateDecryptor()", (e, s) -> new Transform(s, s.key, s.iv, false));
        m.method(
                "ICryptoTransform CreateEncryptor(byte[] key, byte[] iv)",
                (e, s, k, iv) -> new Transform(s, (byte[]) k, (byte[]) iv, true));
        m.method(
                "ICryptoTransform CreateDecryptor(byte[] key, byte[] iv)",
                (e, s, k, iv) -> new Transform(s, (byte[]) k, (byte[]) iv, false));
    }

    /** The methods that API Management adds to {@code byte[]}. */
    static void extendBytes(Members<Object> m) {
        m.method(
                "byte[] Encrypt(string alg, byte[] key, byte[] iv)",
                (e, b, alg, key, iv) -> simple(e, b, str(alg), key, iv, true));
        m.method(
                "byte[] Decrypt(string alg, byte[] key, byte[] iv)",
                (e, b, alg, key, iv) -> simple(e, b, str(alg), key, iv, false));
        m.method("byte[] Encrypt(SymmetricAlgorithm alg)", (e, b, s) -> whole(e, (Setup) s, b, true));
        m.method("byte[] Decrypt(SymmetricAlgorithm alg)", (e, b, s) -> whole(e, (Setup) s, b, false));
        m.method(
                "byte[] Encrypt(SymmetricAlgorithm alg, byte[] key, byte[] iv)",
                (e, b, s, key, iv) ->
                        run(e, (Setup) s, (byte[]) key, (byte[]) iv, true, (byte[]) b, 0, ((byte[]) b).length));
        m.method(
                "byte[] Decrypt(SymmetricAlgorithm alg, byte[] key, byte[] iv)",
                (e, b, s, key, iv) ->
                        run(e, (Setup) s, (byte[]) key, (byte[]) iv, false, (byte[]) b, 0, ((byte[]) b).length));
    }

    private static byte[] simple(Evaluation e, Object bytes, String algorithm, Object key, Object iv, boolean encrypt) {
        String name = algorithm.toUpperCase(Locale.ROOT);
        if (!name.startsWith("AES") && !name.equals("TRIPLEDES") && !name.startsWith("RIJNDAEL")) {
            throw Fail.argument("there is no cipher '" + algorithm + "'; use Aes");
        }
        Setup setup = new Setup(name.equals("TRIPLEDES") ? "DESede" : "AES");
        return run(e, setup, (byte[]) key, (byte[]) iv, encrypt, (byte[]) bytes, 0, ((byte[]) bytes).length);
    }

    private static byte[] whole(Evaluation e, Setup setup, Object bytes, boolean encrypt) {
        return run(e, setup, setup.key, setup.iv, encrypt, (byte[]) bytes, 0, ((byte[]) bytes).length);
    }

    private static byte[] run(
            Evaluation e, Setup setup, byte[] key, byte[] iv, boolean encrypt, byte[] bytes, int from, int count) {
        e.steps(bytes.length >> 5);
        String mode =
                switch (setup.mode) {
                    case 1 -> "CBC";
                    case 2 -> "ECB";
                    default ->
                        throw Fail.of("NotSupportedException", "only the cipher modes CBC and ECB are available");
                };
        String padding =
                switch (setup.padding) {
                    case 1 -> "NoPadding";
                    case 2 -> "PKCS5Padding";
                    default -> throw Fail.of("NotSupportedException", "only PKCS7 padding, or none, is available");
                };
        if (key == null || (iv == null && setup.mode == 1)) {
            throw Fail.of("CryptographicException", "the cipher needs a key and an initialisation vector");
        }
        try {
            Cipher cipher = Cipher.getInstance(setup.algorithm + "/" + mode + "/" + padding);
            SecretKeySpec spec = new SecretKeySpec(key, setup.algorithm);
            int direction = encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
            if (setup.mode == 1) {
                cipher.init(direction, spec, new IvParameterSpec(iv));
            } else {
                cipher.init(direction, spec);
            }
            return e.bytes(cipher.doFinal(bytes, from, count));
        } catch (GeneralSecurityException x) {
            throw Fail.of("CryptographicException", "the cipher does not take this key, vector or text");
        }
    }
}

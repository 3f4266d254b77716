package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.token.TokenRules.ConfiguredKey;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.net.ClientIdentity;
import dev.securemcp.proxy.policy.OutboundSettings;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.access.RuleInputs.Input;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.interfaces.RSAKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/** {@code issuer-signing-keys} and {@code decryption-keys}: keys that stand in a document, or that it names. */
final class TokenKeys {

    /** Shorter ones can be guessed. */
    private static final int LEAST_BYTES = 16;

    /** RFC 7518 §3.2 for HS256. */
    private static final int GOOD_BYTES = 32;

    private static final int LEAST_RSA_BITS = 2048;

    /** A key as far as it is known at load: the key, or the input that is its text. */
    record Element(String id, Key key, Input text) {

        ConfiguredKey of(List<String> texts) {
            return new ConfiguredKey(id, key != null ? key : secret(text.of(texts)));
        }
    }

    private TokenKeys() {}

    /**
     * Reads the keys of a list.
     *
     * @param decryption whether they open tokens rather than verify them
     */
    static List<Element> compile(
            AttributeReader reader, PolicyBuild build, String list, boolean decryption, RuleInputs inputs) {
        List<Element> keys = new ArrayList<>();
        reader.child(list).ifPresent(holder -> {
            List<AttributeReader> children = holder.children("key");
            for (AttributeReader child : children) {
                key(child, build, decryption, inputs).ifPresent(keys::add);
                child.done();
            }
            if (children.isEmpty()) {
                holder.error(holder.element().position(), "`" + list + "` holds no `<key>`", "");
            }
            holder.done();
        });
        return keys;
    }

    private static Optional<Element> key(
            AttributeReader child, PolicyBuild build, boolean decryption, RuleInputs inputs) {
        String id = child.element().attribute("id").map(PolicyText::text).orElse(null);
        Optional<PolicyText> certificate = child.optionalLiteral("certificate-id");
        Optional<PolicyText> modulus = child.optionalLiteral("n");
        Optional<PolicyText> exponent = child.optionalLiteral("e");
        PolicyText text = child.text().strip();
        int ways = (certificate.isPresent() ? 1 : 0)
                + (modulus.isPresent() || exponent.isPresent() ? 1 : 0)
                + (text.isBlank() && !text.open() ? 0 : 1);
        if (ways != 1 || modulus.isPresent() != exponent.isPresent()) {
            child.error(
                    child.element().position(),
                    "a `<key>` is one of three",
                    "write a Base64 text into it, or `certificate-id`, or both `n` and `e`");
            return Optional.empty();
        }
        if (certificate.isPresent()) {
            return certificate(child, build.settings().outbound(), certificate.get(), decryption)
                    .map(key -> new Element(id, key, null));
        }
        if (modulus.isPresent()) {
            if (decryption) {
                child.error(
                        modulus.get().position(),
                        "`n` and `e` are a public key, which opens nothing",
                        "use `certificate-id` with a certificate that has its private key");
                return Optional.empty();
            }
            return rsa(child, modulus.get(), exponent.get()).map(key -> new Element(id, key, null));
        }
        if (text.isExpression() || text.open()) {
            Value value = build.value(child, text);
            return Optional.of(new Element(id, null, inputs.add(value)));
        }
        return shared(child, text).map(key -> new Element(id, key, null));
    }

    private static Optional<Key> certificate(
            AttributeReader child, OutboundSettings settings, PolicyText name, boolean decryption) {
        if (name.open() || !settings.known()) {
            return Optional.empty();
        }
        Optional<ClientIdentity> identity = settings.certificate(name.text().strip());
        if (identity.isEmpty()) {
            child.error(
                    name.position(),
                    "no certificate has the id `" + name.masked() + "`",
                    "declare it under `certificates` in gateway.yaml");
            return Optional.empty();
        }
        Key key =
                decryption ? identity.get().key() : identity.get().certificate().getPublicKey();
        if (key instanceof RSAKey rsa && tooShort(rsa)) {
            child.error(name.position(), "its RSA key is shorter than " + LEAST_RSA_BITS + " bits", "");
            return Optional.empty();
        }
        return Optional.of(key);
    }

    private static boolean tooShort(RSAKey key) {
        return key.getModulus().bitLength() < LEAST_RSA_BITS;
    }

    private static Optional<Key> rsa(AttributeReader child, PolicyText modulus, PolicyText exponent) {
        if (modulus.open() || exponent.open()) {
            return Optional.empty();
        }
        try {
            Key key = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(number(modulus.text()), number(exponent.text())));
            if (key instanceof RSAKey rsa && tooShort(rsa)) {
                child.error(modulus.position(), "this RSA key is shorter than " + LEAST_RSA_BITS + " bits", "");
                return Optional.empty();
            }
            return Optional.of(key);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            child.error(modulus.position(), "`n` and `e` are no RSA key", "write both in Base64url");
            return Optional.empty();
        }
    }

    private static BigInteger number(String text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(standard(text)));
    }

    private static Optional<Key> shared(AttributeReader child, PolicyText text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(standard(text.text()));
        } catch (IllegalArgumentException e) {
            child.error(text.position(), "the key is not Base64", "a shared secret stands here in Base64");
            return Optional.empty();
        }
        if (bytes.length < LEAST_BYTES) {
            child.error(
                    text.position(),
                    "the key has " + bytes.length + " bytes, expected " + GOOD_BYTES + " at least",
                    "a short secret can be guessed from any token");
            return Optional.empty();
        }
        if (bytes.length < GOOD_BYTES) {
            child.warning(
                    text.position(),
                    "the key has " + bytes.length + " bytes, less than the " + GOOD_BYTES + " that RFC 7518 asks for",
                    "");
        }
        return Optional.of(new SecretKeySpec(bytes, "HMAC"));
    }

    /** A shared secret that an expression gave. */
    private static Key secret(String text) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(standard(text));
            if (bytes.length >= LEAST_BYTES) {
                return new SecretKeySpec(bytes, "HMAC");
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new ExpressionException("FormatException", "a key is Base64 of " + LEAST_BYTES + " bytes at least", null);
    }

    /** Both alphabets, with or without padding and line ends, as one. */
    private static String standard(String text) {
        return text.replaceAll("[\\s=]", "").replace('+', '-').replace('/', '_');
    }
}

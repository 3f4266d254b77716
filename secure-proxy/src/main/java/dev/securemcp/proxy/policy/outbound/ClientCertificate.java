package dev.securemcp.proxy.policy.outbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.proxy.config.Pkcs12;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.net.ClientIdentity;
import dev.securemcp.proxy.policy.OutboundSettings;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which certificate an {@code authentication-certificate} means: a configured one, or one that the document itself holds. */
public final class ClientCertificate {

    /** Certificates that an expression has given and that are kept ready: opening one costs milliseconds. */
    private static final int KEPT = 16;

    /** How the certificate is named. */
    private enum By {
        THUMBPRINT,
        CERTIFICATE_ID,
        BODY
    }

    private final By by;
    private final Value value;
    private final Value password;
    private final OutboundSettings settings;
    private final Cache<String, ClientIdentity> opened =
            Caffeine.newBuilder().maximumSize(KEPT).build();

    private ClientCertificate(By by, Value value, Value password, OutboundSettings settings) {
        this.by = by;
        this.value = value;
        this.password = password;
        this.settings = settings;
    }

    /** Reads the element's attributes. */
    static ClientCertificate compile(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> thumbprint = reader.optional("thumbprint");
        Optional<PolicyText> id = reader.optional("certificate-id");
        Optional<PolicyText> body = reader.optional("body");
        Optional<PolicyText> password = reader.optional("password");
        List<PolicyText> named =
                Stream.of(thumbprint, id, body).flatMap(Optional::stream).toList();
        if (named.size() != 1) {
            reader.error(
                    named.isEmpty() ? reader.element().position() : named.get(1).position(),
                    named.isEmpty()
                            ? "`authentication-certificate` names no certificate"
                            : "found several names of a certificate",
                    "write one of `thumbprint`, `certificate-id` and `body`");
        }
        if (body.isEmpty()) {
            password.ifPresent(text -> reader.warning(
                    text.position(),
                    "the attribute `password` has no effect: it is for `body`; a configured certificate is opened at load",
                    ""));
        }
        By by = thumbprint.isPresent() ? By.THUMBPRINT : id.isPresent() ? By.CERTIFICATE_ID : By.BODY;
        PolicyText text = named.isEmpty() ? PolicyText.of("", reader.element().position()) : named.getFirst();
        ClientCertificate certificate = new ClientCertificate(
                by,
                build.value(reader, text),
                password.map(secret -> build.value(reader, secret)).orElse(new Value.Literal("")),
                build.settings().outbound());
        boolean literal = named.size() == 1 && !text.isExpression() && !text.open();
        if (literal
                && by != By.BODY
                && settings(build).known()
                && certificate.configured(text.text()).isEmpty()) {
            reader.error(
                    text.position(),
                    "no certificate has the " + (by == By.THUMBPRINT ? "thumbprint `" : "id `") + text.masked() + "`",
                    "declare it under `certificates` in gateway.yaml");
        }
        return certificate;
    }

    private static OutboundSettings settings(PolicyBuild build) {
        return build.settings().outbound();
    }

    private Optional<ClientIdentity> configured(String name) {
        return by == By.THUMBPRINT ? settings.certificateByThumbprint(name) : settings.certificate(name.strip());
    }

    /**
     * The certificate for one exchange; the future fails with an {@link ExpressionException} where there is none. To be called on
     * an event loop.
     */
    Future<ClientIdentity> identity(Exchange exchange) {
        if (by != By.BODY) {
            return Future.succeededFuture(configured(value.text(exchange))
                    .orElseThrow(() -> unusable("no certificate of that thumbprint or id is configured")));
        }
        byte[] bytes = bytes(value.get(exchange));
        String secret = password.text(exchange);
        String key = digest(bytes, secret);
        ClientIdentity known = opened.getIfPresent(key);
        if (known != null) {
            return Future.succeededFuture(known);
        }
        Context context = Vertx.currentContext();
        return context.executeBlocking(() -> open(bytes, secret), false)
                .onSuccess(identity -> opened.put(key, identity));
    }

    private static ClientIdentity open(byte[] bytes, String password) {
        try {
            Pkcs12.KeyEntry entry = Pkcs12.read(bytes, password);
            return new ClientIdentity(entry.chain(), entry.key());
        } catch (IllegalArgumentException e) {
            throw unusable("the certificate in `body` cannot be used: " + e.getMessage());
        }
    }

    private static byte[] bytes(Object given) {
        if (given instanceof byte[] bytes) {
            return bytes;
        }
        try {
            return Base64.getMimeDecoder().decode(given == null ? "" : given.toString());
        } catch (IllegalArgumentException e) {
            throw unusable("`body` is neither bytes nor Base64");
        }
    }

    private static String digest(byte[] bytes, String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(password.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static ExpressionException unusable(String message) {
        return new ExpressionException("CryptographicException", message, null);
    }
}

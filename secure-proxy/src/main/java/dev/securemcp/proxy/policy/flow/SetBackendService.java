package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.BackendChoice;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.Expression;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * {@code set-backend-service} (APIM: "Set backend service"): sends the request to another backend than the server's own: one of
 * the configuration by name, with its credential, or an address, without any.
 *
 * <p>An address is taken as the operator wrote it, inside addresses too. Where an expression makes it of what the request says,
 * the load warns: whoever calls could then choose where the gateway connects to.
 *
 * @param backend a name, or an address
 * @param named whether it is a name
 * @param known whether a backend of that name is configured
 */
public record SetBackendService(Value backend, boolean named, Predicate<String> known) implements Policy {

    /** Compiles the element. */
    public static SetBackendService compile(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> address = reader.optional("base-url");
        Optional<PolicyText> name = reader.optional("backend-id");
        for (String attribute :
                new String[] {"sf-resolve-condition", "sf-service-instance-name", "sf-partition-key", "sf-listener-name"
                }) {
            reader.withoutMeaning(attribute, "it is for Service Fabric");
        }
        Predicate<String> known = build.settings().knownBackend();
        if (address.isPresent() == name.isPresent()) {
            reader.error(
                    reader.element().position(),
                    "`set-backend-service` needs one of `base-url` and `backend-id`, found "
                            + (name.isPresent() ? "both" : "neither"),
                    "");
            return new SetBackendService(new Value.Literal(""), true, known);
        }
        PolicyText text = name.or(() -> address).orElseThrow();
        Value value = build.value(reader, text);
        if (value instanceof Value.Literal(String literal) && !text.open() && !text.isExpression()) {
            check(reader, text, literal.strip(), name.isPresent(), known);
        } else if (address.isPresent() && value instanceof Value.Computed(Expression expression)) {
            warnOfTheCaller(reader, text, expression);
        }
        return new SetBackendService(value, name.isPresent(), known);
    }

    private static void check(
            AttributeReader reader, PolicyText text, String literal, boolean named, Predicate<String> known) {
        if (named && !known.test(literal)) {
            reader.error(
                    text.position(),
                    "found `" + text.masked() + "` in `backend-id`, expected a backend of the configuration",
                    "list it under `backends`");
        } else if (!named && address(literal) == null) {
            // Not shown: where a slip is, a password may be.
            reader.error(
                    text.position(),
                    "`base-url` is no http or https URL with a host, without user, query and fragment",
                    "");
        }
    }

    private static void warnOfTheCaller(AttributeReader reader, PolicyText text, Expression expression) {
        if (expression.usesMember("context.Request")
                || expression.usesMember("context.Mcp")
                || expression.usesMember("context.Variables")) {
            reader.warning(
                    text.strip().position(),
                    "the address is made of what may come from the caller, who could then choose where the gateway"
                            + " connects to",
                    "choose between fixed addresses with `choose`, or use `backend-id`");
        }
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String said = backend.text(exchange).strip();
        if (named) {
            if (!known.test(said)) {
                throw new ExpressionException(
                        "ArgumentException",
                        "no backend of the configuration has the name that `backend-id` gives",
                        null);
            }
            exchange.request().backend(new BackendChoice.Named(said));
            exchange.traceValue("backend-id", said);
        } else {
            URI url = address(said);
            if (url == null) {
                throw new ExpressionException("UriFormatException", "`base-url` gives no http or https URL", null);
            }
            exchange.request().backend(new BackendChoice.Address(url));
            exchange.traceValue("base-url", url.toString());
        }
        return Verdict.NEXT;
    }

    /** The URL in normal form; null where it is none that can be connected to. */
    private static URI address(String text) {
        try {
            URI url = new URI(text);
            String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            boolean sound = web
                    && url.getHost() != null
                    && url.getPort() != 0
                    && url.getPort() <= 65_535
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null;
            if (!sound) {
                return null;
            }
            String path = url.getRawPath().endsWith("/")
                    ? url.getRawPath().substring(0, url.getRawPath().length() - 1)
                    : url.getRawPath();
            return new URI(scheme + "://" + url.getRawAuthority() + path);
        } catch (URISyntaxException e) {
            return null;
        }
    }
}

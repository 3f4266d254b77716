package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.net.OutboundProxy;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The {@code proxy} inside {@code send-request} and {@code send-one-way-request} (APIM: "Set HTTP proxy"): the HTTP proxy that the call
 * goes through.
 *
 * @param host its name or address
 * @param username null where none is given
 * @param password null where none is given
 */
record CallProxy(String host, int port, Value username, Value password) {

    private static final int DEFAULT_PORT = 80;

    /** Reads the element; the proxy resolves names itself, so the target must be one that the operator wrote. */
    static CallProxy compile(AttributeReader reader, PolicyBuild build, CallTarget target) {
        PolicyText text = reader.requiredLiteral("url");
        Optional<Value> username = build.optional(reader, "username");
        Optional<Value> password = build.optional(reader, "password");
        reader.done();
        if (target.trust() == Trust.CALLER) {
            reader.error(
                    reader.element().position(),
                    "a URL that is computed from the request cannot go through a proxy, which resolves the name unseen",
                    "write the URL out, or take the proxy out");
        }
        URI url = text.open() ? null : parsed(text.text().strip());
        if (url == null && !text.open()) {
            reader.error(
                    text.position(), "found no URL of a proxy, expected such as `http://proxy.example.com:3128`", "");
        }
        return new CallProxy(
                url == null ? "" : url.getHost(),
                url == null || url.getPort() < 0 ? DEFAULT_PORT : url.getPort(),
                username.orElse(null),
                password.orElse(null));
    }

    private static URI parsed(String text) {
        try {
            URI url = new URI(text);
            boolean sound = "http".equalsIgnoreCase(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getPort() != 0
                    && url.getPort() <= 65_535;
            return sound ? url : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** The proxy for one exchange. */
    OutboundProxy of(Exchange exchange) {
        return new OutboundProxy(
                host,
                port,
                username == null ? null : username.text(exchange),
                password == null ? "" : password.text(exchange));
    }
}

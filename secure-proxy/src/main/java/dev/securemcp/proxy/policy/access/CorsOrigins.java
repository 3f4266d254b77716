package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which web pages a {@code cors} policy is for, by the origin that their browser tells (RFC 6454 §6.2).
 *
 * @param any whether {@code *} stands among them
 * @param named origins as browsers write them: lower case, without a default port and without a slash at the end
 * @param computed origins that expressions give
 */
record CorsOrigins(boolean any, Set<String> named, List<Value> computed) {

    private static final String ANY = "*";
    private static final Pattern ORIGIN =
            Pattern.compile("[a-z][a-z0-9+.-]*://(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(:[0-9]{1,5})?");

    /** How an origin stands among them. */
    enum Match {
        NONE,
        /** By {@code *} alone. */
        ANY,
        /** In words. */
        NAMED
    }

    static CorsOrigins compile(AttributeReader cors, PolicyBuild build) {
        Set<String> named = new HashSet<>();
        List<Value> computed = new ArrayList<>();
        Optional<AttributeReader> list = cors.requiredChild("allowed-origins");
        if (list.isPresent()) {
            List<AttributeReader> origins = list.get().children("origin");
            for (AttributeReader origin : origins) {
                read(origin, build, named, computed);
                origin.done();
            }
            if (origins.isEmpty()) {
                list.get()
                        .error(
                                list.get().element().position(),
                                "`allowed-origins` names no origin",
                                "put `<origin>` into it");
            }
            list.get().done();
        }
        boolean any = named.remove(ANY);
        return new CorsOrigins(any, Set.copyOf(named), List.copyOf(computed));
    }

    private static void read(AttributeReader reader, PolicyBuild build, Set<String> named, List<Value> computed) {
        PolicyText text = reader.requiredText();
        if (text.isExpression()) {
            computed.add(build.value(reader, text));
            return;
        }
        if (text.open()) {
            return;
        }
        String origin = plain(text.text());
        if (origin.equals(ANY)) {
            reader.warning(
                    text.position(),
                    "`*` lets any web page that a user visits call from the browser",
                    "name the origins");
        } else if (!ORIGIN.matcher(origin).matches()) {
            reader.error(
                    text.position(),
                    "`" + text.masked() + "` is no origin of a web page",
                    "write scheme, host and port, such as https://app.example.com, or `*`; an expression can look at"
                            + " the header `Origin`");
            return;
        }
        named.add(origin);
    }

    /** As a browser writes it (WHATWG URL, origin serialization). */
    private static String plain(String origin) {
        String plain = origin.strip().toLowerCase(Locale.ROOT);
        if (plain.endsWith("/") && plain.indexOf("://") < plain.length() - 3) {
            plain = plain.substring(0, plain.length() - 1);
        }
        boolean byDefault = plain.startsWith("http://") && plain.endsWith(":80")
                || plain.startsWith("https://") && plain.endsWith(":443");
        return byDefault ? plain.substring(0, plain.lastIndexOf(':')) : plain;
    }

    /** How a request's origin stands among them; what expressions give is compared in the same way. */
    Match match(Exchange exchange, String origin) {
        String wanted = plain(origin);
        if (named.contains(wanted)) {
            return Match.NAMED;
        }
        boolean all = any;
        for (Value value : computed) {
            String said = plain(value.text(exchange));
            if (said.equals(wanted)) {
                return Match.NAMED;
            }
            all |= said.equals(ANY);
        }
        return all ? Match.ANY : Match.NONE;
    }
}

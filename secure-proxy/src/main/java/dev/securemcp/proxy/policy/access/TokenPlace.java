package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a request has its token.
 *
 * @param kind what {@code value} is
 * @param value the name of a header field or query parameter, or the token itself
 * @param scheme what must stand before a token in {@code Authorization}; null where nothing must
 */
record TokenPlace(Kind kind, Value value, Value scheme) {

    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer";

    enum Kind {
        HEADER,
        QUERY,
        TOKEN
    }

    /**
     * Reads the attributes.
     *
     * @param byDefault whether {@code Authorization} is meant where none of them is there
     * @param schemes whether the element has {@code require-scheme}
     */
    static TokenPlace compile(AttributeReader reader, PolicyBuild build, boolean byDefault, boolean schemes) {
        Optional<PolicyText> header = reader.optional("header-name");
        Optional<PolicyText> query = reader.optional("query-parameter-name");
        Optional<PolicyText> token = reader.optional("token-value");
        Optional<PolicyText> scheme = schemes ? reader.optional("require-scheme") : Optional.empty();
        List<PolicyText> given = new ArrayList<>();
        header.ifPresent(given::add);
        query.ifPresent(given::add);
        token.ifPresent(given::add);
        if (given.size() > 1 || (given.isEmpty() && !byDefault)) {
            reader.error(
                    given.isEmpty() ? reader.element().position() : given.get(1).position(),
                    given.isEmpty()
                            ? "`" + reader.element().name() + "` does not say where the token is"
                            : "found several places of the token",
                    "write one of `header-name`, `query-parameter-name` and `token-value`");
        }
        query.filter(text -> build.settings().access().resourceServer())
                .ifPresent(text -> reader.error(
                        text.position(),
                        "a server with `authorization` takes no token from a query, where logs and histories keep it",
                        "read it from the `Authorization` header"));
        boolean custom = query.isPresent()
                || token.isPresent()
                || header.filter(text -> !text.isExpression() && !text.open())
                        .filter(text -> !text.text().strip().equalsIgnoreCase(AUTHORIZATION))
                        .isPresent();
        scheme.filter(text -> custom)
                .ifPresent(text -> reader.warning(
                        text.position(),
                        "the attribute `require-scheme` has no effect: only `Authorization` has a scheme",
                        ""));
        Kind kind = query.isPresent() ? Kind.QUERY : token.isPresent() ? Kind.TOKEN : Kind.HEADER;
        Value value = given.isEmpty()
                ? new Value.Literal(AUTHORIZATION)
                : build.value(
                        reader,
                        given.getFirst().isExpression()
                                ? given.getFirst()
                                : given.getFirst().strip());
        return new TokenPlace(
                kind, value, scheme.map(text -> build.value(reader, text)).orElse(null));
    }

    /** The token, which no trace shows from now on; null where the request has none there. */
    String find(Exchange exchange) {
        String found = look(exchange);
        if (found != null && exchange.tracing()) {
            exchange.hideInTrace(spellings(exchange, found));
        }
        return found;
    }

    /** As it is, and as the query has it. */
    private static List<String> spellings(Exchange exchange, String token) {
        List<String> spellings = new ArrayList<>(List.of(token));
        String query = exchange.request().originalUrl().queryString();
        for (String parameter : query.split("[?&]")) {
            String raw = parameter.substring(parameter.indexOf('=') + 1);
            if (decoded(raw).contains(token)) {
                spellings.add(raw);
            }
        }
        return spellings;
    }

    private static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }

    private String look(Exchange exchange) {
        String said = value.text(exchange).strip();
        String found =
                switch (kind) {
                    case TOKEN -> said;
                    case HEADER -> inHeader(exchange, said);
                    case QUERY -> {
                        List<String> values = exchange.request().url().query().get(said);
                        // Two are not one: which of them would the backend take?
                        yield values == null || values.size() != 1 ? null : values.getFirst();
                    }
                };
        return found == null || found.isBlank() ? null : found.strip();
    }

    /**
     * Whether the client itself has sent this token, here or elsewhere in its header or query. What policies have put where the element
     * looks may be the gateway's own, such as one that a policy has fetched: that one says nothing of the client.
     */
    static boolean sent(Exchange exchange, String token) {
        return exchange.request().headers().came(token)
                || exchange.request().originalUrl().query().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(value -> value.contains(token));
    }

    private String inHeader(Exchange exchange, String name) {
        String field = exchange.request().headers().joined(name);
        if (field == null) {
            return null;
        }
        String text = field.strip();
        int space = text.indexOf(' ');
        String found = space < 0 ? "" : text.substring(0, space);
        String wanted = scheme == null || !name.equalsIgnoreCase(AUTHORIZATION)
                ? null
                : scheme.text(exchange).strip();
        if (wanted == null || wanted.isEmpty()) {
            return space < 0 ? text : found.equalsIgnoreCase(BEARER) ? text.substring(space + 1) : null;
        }
        return found.equalsIgnoreCase(wanted) ? text.substring(space + 1) : null;
    }
}

package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.mcp.AcceptCheck;
import dev.securemcp.proxy.mcp.ContentTypeCheck;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.HeaderCheck;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Optional;

/**
 * What is refused by a request's head alone, whoever is calling: before any policy, before the body is asked for. Pure.
 *
 * @param origins which browser pages may call
 * @param hosts which names the gateway answers to
 * @param maxBody the largest body, in bytes
 */
record HeadGuard(OriginRule origins, HostRule hosts, long maxBody) {

    private static final List<String> STREAMABLE = List.of("POST", "GET", "DELETE");

    /**
     * Judges a head.
     *
     * @param kind which endpoint was asked for
     * @param method the HTTP method
     * @param page whether a {@code cors} policy lets the web page call that its origin names
     * @param host the {@code Host} field (or {@code :authority}); null where there is none
     * @return why the request is refused; empty where it may go on
     */
    Optional<ErrorAnswer> check(Kind kind, String method, boolean page, String host, MultiMap headers) {
        if (!hosts.allows(host)) {
            return Optional.of(ErrorAnswer.of(Reason.HOST_NOT_ALLOWED));
        }
        Optional<ErrorAnswer> foreign = checkOrigin(page, headers);
        if (foreign.isPresent()) {
            return foreign;
        }
        if (!allowed(kind).contains(method)) {
            return Optional.of(ErrorAnswer.of(Reason.METHOD_NOT_ALLOWED));
        }
        Optional<ErrorAnswer> refused =
                switch (method) {
                    case "POST" -> checkPost(kind, headers);
                    case "GET" -> AcceptCheck.stream(headers.getAll(HttpHeaders.ACCEPT));
                    default -> Optional.empty();
                };
        return refused.isPresent() ? refused : HeaderCheck.duplicates(headers);
    }

    /**
     * Judges who asks, by the web page that the browser names.
     *
     * @param page whether a {@code cors} policy lets that page call
     */
    Optional<ErrorAnswer> checkOrigin(boolean page, MultiMap headers) {
        for (String origin : headers.getAll(HttpHeaders.ORIGIN)) {
            if (!page && !origins.allows(origin)) {
                return Optional.of(ErrorAnswer.of(Reason.ORIGIN_NOT_ALLOWED));
            }
        }
        return Optional.empty();
    }

    private Optional<ErrorAnswer> checkPost(Kind kind, MultiMap headers) {
        // Legacy message endpoints answer on the stream, so their clients need not accept anything.
        if (kind == Kind.STREAMABLE) {
            Optional<ErrorAnswer> refused = AcceptCheck.post(headers.getAll(HttpHeaders.ACCEPT));
            if (refused.isPresent()) {
                return refused;
            }
        }
        Optional<ErrorAnswer> refused = ContentTypeCheck.post(headers.getAll(HttpHeaders.CONTENT_TYPE));
        if (refused.isPresent()) {
            return refused;
        }
        return declaredLength(headers) > maxBody
                ? Optional.of(ErrorAnswer.of(Reason.BODY_TOO_LARGE))
                : Optional.empty();
    }

    /** The methods of an endpoint, in the order in which {@code Allow} lists them. */
    static List<String> allowed(Kind kind) {
        return switch (kind) {
            case STREAMABLE -> STREAMABLE;
            case SSE -> List.of("GET");
            case MESSAGES -> List.of("POST");
        };
    }

    private static long declaredLength(MultiMap headers) {
        String value = headers.get(HttpHeaders.CONTENT_LENGTH);
        if (value == null) {
            return 0;
        }
        try {
            return Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            return 0; // the HTTP codec has refused what is not a number; too many digits are counted as they arrive
        }
    }
}

package dev.securemcp.proxy.mcp;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;

/** Whether the headers of a request can be trusted to mean one thing, and the same thing as its body. */
public final class HeaderCheck {

    private static final CharSequence[] ONCE = {
        HttpHeaders.HOST,
        McpHeaders.PROTOCOL_VERSION,
        McpHeaders.METHOD,
        McpHeaders.NAME,
        McpHeaders.SESSION_ID,
        McpHeaders.LAST_EVENT_ID
    };

    private HeaderCheck() {}

    /**
     * From the head alone: fields that decide something stand at most once. A list in {@code MCP-Protocol-Version} is what
     * becomes of two fields that something on the way joined.
     *
     * @return 400 with {@code -32600}, or empty where all is well
     */
    public static Optional<ErrorAnswer> duplicates(MultiMap headers) {
        for (CharSequence name : ONCE) {
            if (headers.contains(name) && headers.getAll(name).size() > 1) {
                return duplicate(name);
            }
        }
        String version = headers.get(McpHeaders.PROTOCOL_VERSION);
        return version != null && version.indexOf(',') >= 0 ? duplicate(McpHeaders.PROTOCOL_VERSION) : Optional.empty();
    }

    /**
     * Modern requests repeat version, method and name in headers, which proxies on the way may act on: they must agree with
     * the body. Legacy requests are not held to it, since their clients may send some of these headers with any value.
     *
     * @return 400 with {@code -32020} where they differ or one is missing, 400 with {@code -32602} where the header names a
     *     modern revision and the body of a request claims none, or empty where all is well
     */
    public static Optional<ErrorAnswer> agreement(MultiMap headers, Envelope envelope) {
        String version = trimmed(headers, McpHeaders.PROTOCOL_VERSION);
        boolean modernHeader = version != null && Era.isModern(version);
        if (envelope.era() == Era.LEGACY && !modernHeader) {
            return claimed(envelope, version);
        }
        if (envelope.batch()) {
            return Optional.of(ErrorAnswer.detailed(Reason.BATCH_NOT_ALLOWED, Batches.NOT_IN_REVISION.refusal()));
        }
        Message message = envelope.first();
        return switch (message.kind()) {
            case REQUEST -> request(headers, message, version);
            case NOTIFICATION -> notification(headers, message, version);
            case RESPONSE, ERROR -> Optional.empty();
        };
    }

    private static Optional<ErrorAnswer> request(MultiMap headers, Message message, String version) {
        String claimed = message.meta().claimedVersion();
        if (claimed == null) {
            return "initialize".equals(message.method())
                    ? mismatch("initialize belongs to a revision before that of the MCP-Protocol-Version header")
                    : Optional.of(ErrorAnswer.of(Reason.VERSION_CLAIM_MISSING));
        }
        if (version == null) {
            return mismatch("MCP-Protocol-Version is missing");
        }
        if (!version.equals(claimed)) {
            return mismatch("MCP-Protocol-Version is not the version in params._meta");
        }
        String method = trimmed(headers, McpHeaders.METHOD);
        if (method == null) {
            return mismatch("Mcp-Method is missing");
        }
        return methodAndName(headers, message, method);
    }

    /** Nothing is required of notifications; what they send must agree. */
    private static Optional<ErrorAnswer> notification(MultiMap headers, Message message, String version) {
        String claimed = message.meta().claimedVersion();
        if (claimed != null && version != null && !version.equals(claimed)) {
            return mismatch("MCP-Protocol-Version is not the version in params._meta");
        }
        String method = trimmed(headers, McpHeaders.METHOD);
        return method == null || method.equals(message.method())
                ? Optional.empty()
                : mismatch("Mcp-Method is not the method of the body");
    }

    private static Optional<ErrorAnswer> methodAndName(MultiMap headers, Message message, String method) {
        if (!method.equals(message.method())) {
            return mismatch("Mcp-Method is not the method of the body");
        }
        String wanted = message.mirroredName();
        String name = headers.get(McpHeaders.NAME);
        if (name == null) {
            return wanted == null ? Optional.empty() : mismatch("Mcp-Name is missing");
        }
        Optional<String> decoded = HeaderValue.decode(name);
        if (decoded.isEmpty()) {
            return mismatch("Mcp-Name is not encoded as =?base64?...?= asks");
        }
        return wanted == null || wanted.equals(decoded.get())
                ? Optional.empty()
                : mismatch("Mcp-Name is not the name in the body");
    }

    /** A body that claims a legacy revision in {@code _meta} must not contradict the header either. */
    private static Optional<ErrorAnswer> claimed(Envelope envelope, String version) {
        String claimed = envelope.first().meta().claimedVersion();
        return claimed == null || version == null || claimed.equals(version)
                ? Optional.empty()
                : mismatch("MCP-Protocol-Version is not the version in params._meta");
    }

    private static String trimmed(MultiMap headers, CharSequence name) {
        String value = headers.get(name);
        return value == null ? null : value.strip();
    }

    private static Optional<ErrorAnswer> mismatch(String detail) {
        return Optional.of(ErrorAnswer.detailed(Reason.HEADER_MISMATCH, detail));
    }

    private static Optional<ErrorAnswer> duplicate(CharSequence name) {
        return Optional.of(ErrorAnswer.detailed(Reason.DUPLICATE_HEADER, name.toString()));
    }
}

package dev.securemcp.proxy.mcp;

import java.util.List;

/**
 * What decisions need of one JSON-RPC message. Fields that a message does not have are null.
 *
 * @param kind what it is
 * @param id the JSON token of the id exactly as it stood in the body ({@code 7}, {@code "a"} with its quotes, escapes as they were), so that
 *     it can be echoed byte for byte; null for notifications and for errors without an id
 * @param method of a request or notification
 * @param name {@code params.name}: the tool or prompt; of {@code completion/complete} {@code params.ref.name}
 * @param uri {@code params.uri}: the resource; of {@code completion/complete} {@code params.ref.uri}
 * @param argument {@code params.argument.name} of {@code completion/complete}: what is to be completed
 * @param taskId {@code params.taskId}
 * @param cancels {@code params.requestId} of {@code notifications/cancelled}, as a JSON token like {@code id}
 * @param continues whether {@code params} carries {@code requestState} or {@code inputResponses}: the next leg of an
 *     operation, never to be cached
 * @param listens resources that {@code subscriptions/listen} wants to be told of; else empty
 * @param meta what the client said about itself and the call
 * @param outcome how a response ended
 */
public record Message(
        Kind kind,
        String id,
        String method,
        String name,
        String uri,
        String argument,
        String taskId,
        String cancels,
        boolean continues,
        List<String> listens,
        Meta meta,
        Outcome outcome) {

    /** The four shapes of JSON-RPC 2.0. */
    public enum Kind {
        REQUEST,
        NOTIFICATION,
        RESPONSE,
        ERROR
    }

    /**
     * From {@code params._meta}, or from the {@code params} of {@code initialize}.
     *
     * @param claimedVersion {@code _meta["io.modelcontextprotocol/protocolVersion"]}: its presence makes a message modern
     * @param protocolVersion the claimed version, else {@code params.protocolVersion} of {@code initialize}, else
     *     {@code result.protocolVersion} of its response
     * @param clientName name of the client's implementation, chosen by the caller, at most {@value #MAX_CLIENT_NAME} chars
     * @param progressToken whether the caller asked for progress notifications
     * @param traceparent W3C trace context of the caller, unchecked
     * @param tracestate W3C trace state of the caller, unchecked
     */
    public record Meta(
            String claimedVersion,
            String protocolVersion,
            String clientName,
            boolean progressToken,
            String traceparent,
            String tracestate) {

        static final int MAX_CLIENT_NAME = 128;

        public static final Meta NONE = new Meta(null, null, null, false, null, null);
    }

    /**
     * How a response ended.
     *
     * @param errorCode JSON-RPC error code, null for a result
     * @param toolError whether the result says {@code isError: true}
     */
    public record Outcome(Integer errorCode, boolean toolError) {

        public static final Outcome NONE = new Outcome(null, false);
    }

    /** The family it belongs to: decided by the body alone, since legacy clients send some of the modern headers too. */
    public Era era() {
        return meta.claimedVersion() == null ? Era.LEGACY : Era.ofVersion(meta.claimedVersion());
    }

    public boolean isRequest() {
        return kind == Kind.REQUEST;
    }

    /** The tool that is called, null where none is. */
    public String tool() {
        return "tools/call".equals(method) ? name : null;
    }

    /** The prompt that is asked for, null where none is. */
    public String prompt() {
        return "prompts/get".equals(method) ? name : null;
    }

    /** The value that a modern request repeats in {@code Mcp-Name}; null where the method has none. */
    public String mirroredName() {
        return switch (method) {
            case "tools/call", "prompts/get" -> name;
            case "resources/read" -> uri;
            case "tasks/get", "tasks/update", "tasks/cancel" -> taskId;
            case null, default -> null;
        };
    }
}

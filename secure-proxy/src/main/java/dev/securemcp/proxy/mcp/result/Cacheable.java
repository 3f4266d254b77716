package dev.securemcp.proxy.mcp.result;

import dev.securemcp.proxy.mcp.Message;
import java.util.Optional;

/** The methods whose results may be given again (MCP 2026-07-28, "Caching"; {@code tools/call} only where an operator says so). */
public enum Cacheable {
    DISCOVER("server/discover"),
    TOOLS("tools/list"),
    PROMPTS("prompts/list"),
    RESOURCES("resources/list"),
    TEMPLATES("resources/templates/list"),
    READ("resources/read"),
    CALL("tools/call");

    private final String method;

    Cacheable(String method) {
        this.method = method;
    }

    /** What a request asks for; empty where its result is never given again. */
    public static Optional<Cacheable> of(Message message) {
        if (!message.isRequest() || message.continues()) {
            return Optional.empty();
        }
        for (Cacheable kind : values()) {
            if (kind.method.equals(message.method())) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The JSON-RPC method. */
    public String method() {
        return method;
    }

    /** Whether it lists what a caller may use. */
    public boolean lists() {
        return this == TOOLS || this == PROMPTS || this == RESOURCES || this == TEMPLATES;
    }

    /** Whether a notification of that method makes results of this kind old. */
    public boolean outdatedBy(String notification) {
        return switch (notification) {
            case "notifications/tools/list_changed" -> this == TOOLS || this == CALL;
            case "notifications/prompts/list_changed" -> this == PROMPTS;
            case "notifications/resources/list_changed" -> this == RESOURCES || this == TEMPLATES || this == READ;
            case "notifications/resources/updated" -> this == READ;
            default -> false;
        };
    }
}

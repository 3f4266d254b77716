package dev.securemcp.proxy.telemetry;

import java.util.Set;

/** The methods that MCP defines for messages from client to server, in any revision; others share one label. */
final class McpMethods {

    private static final Set<String> KNOWN = Set.of(
            "initialize",
            "ping",
            "server/discover",
            "tools/list",
            "tools/call",
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "subscriptions/listen",
            "completion/complete",
            "logging/setLevel",
            "tasks/get",
            "tasks/list",
            "tasks/result",
            "tasks/update",
            "tasks/cancel",
            "notifications/initialized",
            "notifications/cancelled",
            "notifications/progress",
            "notifications/roots/list_changed",
            "notifications/tasks/status",
            ExchangeEvent.Operation.BATCH);

    private McpMethods() {}

    static String label(String method) {
        return KNOWN.contains(method) ? method : NameTable.OTHER;
    }
}

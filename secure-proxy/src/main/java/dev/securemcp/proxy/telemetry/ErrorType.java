package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import java.util.HashMap;
import java.util.Map;

/** {@code error.type} of OpenTelemetry's conventions for MCP, with bounded values. */
final class ErrorType {

    /** The value where nothing failed: an empty label is no label in Prometheus. */
    static final String NONE = "";

    private static final Map<Integer, String> CODES = new HashMap<>();

    static {
        for (int code : new int[] {
            -32700, -32600, -32601, -32602, -32603, -32000, -32001, -32002, -32020, -32021, -32022, -32042
        }) {
            CODES.put(code, Integer.toString(code));
        }
        // The gateway's own codes are HTTP statuses.
        for (int status = 400; status < 600; status++) {
            CODES.put(status, Integer.toString(status));
        }
    }

    private ErrorType() {}

    /** The JSON-RPC code, else {@code tool_error}, else the HTTP status, else how the answer ended. */
    static String of(ExchangeEvent event, Outcome outcome) {
        ExchangeEvent.Verdict verdict = event.verdict();
        if (verdict.rpcCode() != null) {
            return CODES.getOrDefault(verdict.rpcCode(), "_OTHER");
        }
        if (outcome == Outcome.OK) {
            return NONE;
        }
        if (outcome == Outcome.TOOL_ERROR || outcome == Outcome.CANCELLED) {
            return outcome.label();
        }
        if (verdict.status() >= 400) {
            return CODES.getOrDefault(verdict.status(), "_OTHER");
        }
        return verdict.ending() == Ending.BROKEN ? "broken" : "_OTHER";
    }
}

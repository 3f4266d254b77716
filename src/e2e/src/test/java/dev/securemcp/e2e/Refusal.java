package dev.securemcp.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpTransportException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client's application was told of one tool call.
 *
 * @param passed whether it has a result
 * @param text the text of the result, or the SDK's words
 * @param code the SDK's own code for the error: the HTTP status, or JSON-RPC's; 0 where it shows none
 * @param error the JSON-RPC error that came, missing where the SDK does not show it
 * @param retryAfter in how many seconds it will pass, by the error or else by the header; 0 where neither says so
 */
record Refusal(String tool, boolean passed, String text, int code, JsonNode error, int retryAfter) {
    private static final Pattern STATUS = Pattern.compile("status code: (\\d{3})");

    static Refusal none(String tool, String text) {
        return new Refusal(tool, true, text, 0, MissingNode.getInstance(), 0);
    }

    private static Refusal of(String tool, String text, int code, JsonNode error) {
        return new Refusal(
                tool,
                false,
                text,
                code,
                error,
                error.path("data").path("retryAfter").asInt());
    }

    /** A step that {@code src/e2e/node/client-refused.mjs} reported. */
    static Refusal of(JsonNode step) {
        String tool = step.path("name").asText();
        if (step.path("step").asText().equals("called")) {
            return none(tool, step.path("text").asText());
        }
        JsonNode status = step.path("status");
        return of(
                tool,
                step.path("message").asText(),
                status.isInt() ? status.asInt() : step.path("code").asInt(),
                step.path("error"));
    }

    /** What the Java SDK throws: of a 403 it shows the head alone. */
    static Refusal of(String tool, RuntimeException failure) {
        return switch (failure) {
            case McpError error ->
                of(tool, error.getMessage(), error.getJsonRpcError().code(), MissingNode.getInstance());
            case McpHttpClientTransportAuthorizationException denied ->
                new Refusal(
                        tool,
                        false,
                        denied.getMessage(),
                        denied.getResponseInfo().statusCode(),
                        MissingNode.getInstance(),
                        denied.getResponseInfo()
                                .headers()
                                .firstValue("Retry-After")
                                .map(Integer::valueOf)
                                .orElse(0));
            case McpTransportException other -> {
                Matcher status = STATUS.matcher(other.getMessage());
                int from = other.getMessage().indexOf("{\"jsonrpc\"");
                yield of(
                        tool,
                        other.getMessage(),
                        status.find() ? Integer.parseInt(status.group(1)) : 0,
                        from < 0
                                ? MissingNode.getInstance()
                                : Json.read(other.getMessage().substring(from)).path("error"));
            }
            default -> throw failure;
        };
    }

    String reason() {
        return error.path("data").path("reason").asText();
    }
}

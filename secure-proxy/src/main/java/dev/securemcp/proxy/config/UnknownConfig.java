package dev.securemcp.proxy.config;

import java.util.OptionalInt;

/**
 * How a server answers for what its backend does not have: the gateway answers so for what a caller must not see. In messages,
 * {@code {name}} stands for what was asked for and {@code {argument}} for what was to be completed.
 *
 * @param tool message for {@code tools/call}
 * @param prompt message for {@code prompts/get}
 * @param resource message for reading a resource, subscribing to it and listening for its changes
 * @param promptCompletion message for {@code completion/complete} of a prompt's argument
 * @param resourceCompletion message for {@code completion/complete} of a template's variable
 * @param code JSON-RPC code of all but {@code resource}
 * @param resourceCode JSON-RPC code of {@code resource}; empty for the one of the call's revision
 */
public record UnknownConfig(
        String tool,
        String prompt,
        String resource,
        String promptCompletion,
        String resourceCompletion,
        int code,
        OptionalInt resourceCode) {}

package dev.securemcp.proxy.telemetry;

import java.time.Instant;

/**
 * Something that a policy was told to report and to let pass.
 *
 * @param time when
 * @param requestId which exchange
 * @param server the server that is called
 * @param method the JSON-RPC method; null for none
 * @param tool the tool that is called; null for none
 * @param caller who calls
 * @param path where in the document
 * @param rule which rule it breaks
 */
public record Detection(
        Instant time,
        String requestId,
        String server,
        String method,
        String tool,
        ExchangeEvent.Caller caller,
        String path,
        String rule) {}

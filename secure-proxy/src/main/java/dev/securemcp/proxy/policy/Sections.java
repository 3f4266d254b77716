package dev.securemcp.proxy.policy;

/**
 * What is run for one combination of server, product and tool: the scopes already flattened.
 *
 * @param inbound before the request is forwarded
 * @param backend how it is forwarded; where it does not forward, outbound runs at once
 * @param outbound before the response's head leaves
 * @param onError when any of them failed
 */
public record Sections(Chain inbound, Chain backend, Chain outbound, Chain onError) {}

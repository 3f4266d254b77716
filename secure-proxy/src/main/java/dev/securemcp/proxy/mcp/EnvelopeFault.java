package dev.securemcp.proxy.mcp;

/**
 * A body that is not relayed.
 *
 * @param answer what the client is told
 * @param id the JSON token of the message's id as far as it could be told without doubt: read before the fault, or after
 *     it where the body is well-formed; null where there is none, where it stood twice, and for batches
 */
public record EnvelopeFault(ErrorAnswer answer, String id) implements Scan {}

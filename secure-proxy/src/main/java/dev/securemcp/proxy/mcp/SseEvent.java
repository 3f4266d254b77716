package dev.securemcp.proxy.mcp;

import io.vertx.core.buffer.Buffer;

/**
 * An event that passed completely.
 *
 * @param type {@code message} unless the event says otherwise
 * @param data its data lines joined with LF, as bytes of UTF-8
 * @param cut whether {@code data} is only the beginning, because the rest was over the scanner's bound
 */
public record SseEvent(String type, Buffer data, boolean cut) {}

package dev.securemcp.proxy.net;

import io.vertx.core.MultiMap;

/**
 * What came back, whole.
 *
 * @param status HTTP status
 * @param reason the reason phrase; empty where the answer had none
 * @param headers as they came
 * @param body all of it; empty where there was none
 */
public record OutboundResponse(int status, String reason, MultiMap headers, byte[] body) {}

package dev.securemcp.proxy.backend;

import dev.securemcp.proxy.net.ClientIdentity;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * A request as the backend shall see it.
 *
 * @param use which pool its connection comes from
 * @param method the HTTP method
 * @param target where to
 * @param query the client's query, without the subscription key; null or empty for none
 * @param headers all of them but {@code Host} and framing, which {@link Relay} sets
 * @param identity the certificate that the gateway shows as a TLS client; null for none
 * @param body null where there is none
 * @param headTimeoutMillis how long the response's head may take, from now on
 */
public record BackendRequest(
        HttpClients.Use use,
        HttpMethod method,
        Target target,
        String query,
        MultiMap headers,
        ClientIdentity identity,
        Buffer body,
        long headTimeoutMillis) {}

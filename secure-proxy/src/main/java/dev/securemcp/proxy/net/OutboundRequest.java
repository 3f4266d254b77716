package dev.securemcp.proxy.net;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * A call that the gateway makes on its own account.
 *
 * @param method the HTTP method
 * @param url where to
 * @param trust who decided where to
 * @param headers all of them but {@code Host} and framing
 * @param body null where there is none
 * @param timeoutMillis for all of it: the name, the connection, the response and its body
 * @param maxBodyBytes the largest response body that is taken; of a larger one nothing is
 * @param redirects how many redirects of a GET or HEAD are followed; 0 hands the redirect back
 * @param identity what the gateway proves itself with in TLS; null for nothing
 * @param proxy what the call goes through; null for none
 */
public record OutboundRequest(
        HttpMethod method,
        OutboundUrl url,
        Trust trust,
        MultiMap headers,
        Buffer body,
        long timeoutMillis,
        int maxBodyBytes,
        int redirects,
        ClientIdentity identity,
        OutboundProxy proxy) {

    /** A call that goes directly. */
    public OutboundRequest(
            HttpMethod method,
            OutboundUrl url,
            Trust trust,
            MultiMap headers,
            Buffer body,
            long timeoutMillis,
            int maxBodyBytes,
            int redirects,
            ClientIdentity identity) {
        this(method, url, trust, headers, body, timeoutMillis, maxBodyBytes, redirects, identity, null);
    }

    /** Who decided where a call goes. */
    public enum Trust {
        /** The operator wrote the URL: any address will do. */
        OPERATOR,
        /** A caller may have had a say in it: addresses are judged by {@link AddressGuard}. */
        CALLER
    }
}

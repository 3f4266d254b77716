package dev.securemcp.weather.provider.upstream;

import io.vertx.core.http.HttpClientRequest;
import org.jboss.resteasy.reactive.client.impl.RestClientRequestContext;

/**
 * The request that the present thread has sent, so that it can be reset. The REST client has no word for that on a
 * blocking call: interrupting the thread leaves the request running, and closing a half-read answer reads it to its
 * end.
 */
final class InFlight {

    /** Bound around the call of the client interface. */
    static final ScopedValue<InFlight> CURRENT = ScopedValue.newInstance();

    private volatile RestClientRequestContext context;

    /** Resets the stream (HTTP/1.1: closes the connection). Does nothing where the exchange is over. */
    void reset() {
        RestClientRequestContext sent = context;
        if (sent != null) {
            sent.setUserCanceled();
            HttpClientRequest request = sent.getHttpClientRequest();
            if (request != null) {
                request.reset();
            }
        }
    }

    void sent(RestClientRequestContext request) {
        context = request;
    }
}

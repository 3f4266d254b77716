package dev.securemcp.proxy.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** What several places ask of a request's head. */
final class Requests {

    private Requests() {}

    /** Whether the client waits for a go before it sends its body (RFC 9110 §10.1.1). */
    static boolean expectsContinue(HttpServerRequest request) {
        String expect = request.getHeader(HttpHeaders.EXPECT);
        return expect != null && expect.equalsIgnoreCase("100-continue");
    }

    /**
     * Throws away a body that means nothing (GET, DELETE: RFC 9110 §9.3). Left unread it would stop the connection: no further
     * request, and no word of a client that has gone.
     */
    static void discardBody(HttpServerRequest request) {
        if (!request.isEnded()) {
            // Quarkus hands over a paused request.
            request.resume();
        }
    }

    /** The {@code Host} field, or {@code :authority} in HTTP/2; null where there is none. */
    static String host(HttpServerRequest request) {
        return request.authority() == null
                ? request.getHeader(HttpHeaders.HOST)
                : request.authority().toString();
    }
}

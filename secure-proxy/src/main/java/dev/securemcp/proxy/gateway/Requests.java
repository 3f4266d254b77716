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

    /** The {@code Host} field, or {@code :authority} in HTTP/2; null where there is none. */
    static String host(HttpServerRequest request) {
        return request.authority() == null
                ? request.getHeader(HttpHeaders.HOST)
                : request.authority().toString();
    }
}

package dev.securemcp.proxy.backend;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.streams.ReadStream;

/**
 * A response head with its body still paused. Whoever holds it must either read the body or {@link #abort()} it: a forgotten
 * one keeps its connection for ever.
 */
public final class BackendResponse {

    private final HttpClientResponse response;

    BackendResponse(HttpClientResponse response) {
        this.response = response;
    }

    public int status() {
        return response.statusCode();
    }

    public String reason() {
        return response.statusMessage();
    }

    public MultiMap headers() {
        return response.headers();
    }

    /** The body, paused. Its exception handler is called when the backend dies before the end. */
    public ReadStream<Buffer> body() {
        return response;
    }

    /** Ends the exchange with the backend at once; the connection is not used again. */
    public void abort() {
        response.request().reset();
    }
}

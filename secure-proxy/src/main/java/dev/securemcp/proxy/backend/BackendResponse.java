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

    private boolean broken;

    BackendResponse(HttpClientResponse response) {
        this.response = response;
        response.exceptionHandler(cause -> broken = true);
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

    /**
     * Whether the backend died before anybody set an exception handler on the body: such a handler is not called any more, and no
     * end comes either.
     */
    public boolean isBroken() {
        return broken;
    }

    /** Ends the exchange with the backend at once; the connection is not used again. */
    public void abort() {
        response.request().reset();
    }
}

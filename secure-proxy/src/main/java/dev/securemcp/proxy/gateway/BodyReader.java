package dev.securemcp.proxy.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * Reads a request's body up to a limit, counted in bytes as they arrive: a declared length can be absent or a lie.
 *
 * <p>Past the limit the rest is thrown away, up to a limit of its own, so that the client finishes sending and reads the answer; a
 * client that sends more than that loses its connection.
 */
final class BodyReader {

    /**
     * How much is read, and for how long.
     *
     * @param keep most bytes kept
     * @param drain most bytes thrown away after that
     * @param millis how long the client may take
     */
    record Bounds(int keep, int drain, long millis) {}

    /**
     * What was read.
     *
     * @param body the bytes, at most the limit; empty when there were none
     * @param tooLarge whether there was more
     * @param complete whether the client has sent all of it; if not, the connection cannot be used again
     * @param late whether the client took too long
     */
    record Read(Buffer body, boolean tooLarge, boolean complete, boolean late) {}

    private final HttpServerRequest request;
    private final Bounds bounds;
    private final Promise<Read> promise = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private int drained;
    private boolean tooLarge;

    private BodyReader(HttpServerRequest request, Bounds bounds) {
        this.request = request;
        this.bounds = bounds;
    }

    /** Reads the body within the bounds; fails only when the connection breaks. */
    static Future<Read> read(Vertx vertx, HttpServerRequest request, Bounds bounds) {
        BodyReader reader = new BodyReader(request, bounds);
        if (request.isEnded()) {
            reader.finish(true, false);
            return reader.promise.future();
        }
        long timer = vertx.setTimer(Math.max(1, bounds.millis()), id -> reader.finish(false, true));
        reader.start();
        return reader.promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void start() {
        request.handler(this::chunk);
        request.endHandler(end -> finish(true, false));
        request.exceptionHandler(promise::tryFail);
        // Quarkus hands over a paused request.
        request.resume();
    }

    private void chunk(Buffer chunk) {
        if (promise.future().isComplete()) {
            return;
        }
        if (!tooLarge && body.length() + chunk.length() <= bounds.keep()) {
            body.appendBuffer(chunk);
            return;
        }
        if (!tooLarge) {
            tooLarge = true;
            body.appendBuffer(chunk, 0, bounds.keep() - body.length());
        }
        drained += chunk.length();
        if (drained > bounds.drain()) {
            finish(false, false);
        }
    }

    private void finish(boolean complete, boolean late) {
        promise.tryComplete(new Read(body, tooLarge, complete, late));
    }
}

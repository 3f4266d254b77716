package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.Scan;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/**
 * The body of a call that its head has denied already: read only as far as it may hold the id that the answer must echo.
 *
 * @param read what was read of it
 * @param scan what it says; null where it has not come whole, or no message belongs there
 */
record DeniedBody(BodyReader.Read read, Scan scan) {

    /** Fails only when the connection breaks. */
    static Future<DeniedBody> read(Vertx vertx, HttpServerRequest request, Gateway gateway) {
        if (!request.method().name().equals("POST")) {
            Requests.discardBody(request);
            return Future.succeededFuture(without(true));
        }
        if (Requests.expectsContinue(request)) {
            // It was not asked to send the body, but may do so all the same: only a new connection is in step for sure.
            return Future.succeededFuture(without(false));
        }
        BodyReader.Bounds bounds = new BodyReader.Bounds(
                (int) gateway.limits().bytes(Limit.DENIED_BODY),
                (int) gateway.limits().bytes(Limit.BODY_DRAIN),
                gateway.limits().time(Limit.DENIED_BODY_TIME).toMillis());
        return BodyReader.read(vertx, request, bounds).map(read -> {
            boolean whole = read.complete() && !read.tooLarge();
            return new DeniedBody(
                    read, whole ? gateway.scanner().scan(read.body().getBytes(), Batches.ALLOWED) : null);
        });
    }

    private static DeniedBody without(boolean complete) {
        return new DeniedBody(new BodyReader.Read(Buffer.buffer(), false, complete, false), null);
    }
}

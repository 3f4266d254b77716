package dev.securemcp.proxy.net;

import io.vertx.core.Future;

/** Makes calls. */
@FunctionalInterface
public interface HttpCalls {

    /** Where there is no way out. */
    HttpCalls NONE = request ->
            Future.failedFuture(new OutboundException(OutboundException.Kind.CONNECTION, "no calls are made here"));

    /**
     * Makes one call. To be called on an event loop; the future completes there. Nothing here retries.
     *
     * @return the whole response, or a failure with an {@link OutboundException}
     */
    Future<OutboundResponse> send(OutboundRequest request);
}

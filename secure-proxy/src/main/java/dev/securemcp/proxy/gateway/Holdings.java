package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.MessageEndpoints.Endpoint;
import dev.securemcp.proxy.backend.SharedPlaces;
import dev.securemcp.proxy.telemetry.Live;

/**
 * What one call holds of the gateway while it is on its way: its place among the calls, the place of a stream, a message endpoint, a
 * timer. Everything is given back once, when the call is over. Confined to the call's event loop.
 */
final class Holdings {

    private final Engine engine;
    private final Live live;
    private final String server;
    private String streamOf;
    private String openOf;
    private String endpointId;
    private OpenCalls.Stream stream;
    private long timer = -1;
    private boolean counted;

    /**
     * @param server the name of the server that is called
     */
    Holdings(Engine engine, String server) {
        this.engine = engine;
        this.server = server;
        this.live = engine.telemetry().live(server);
    }

    /** The call begins; false where the gateway takes no new ones. */
    boolean begin() {
        live.exchangeBegan();
        counted = engine.calls().begin();
        return counted;
    }

    /** Takes a place among what an address may have open; false where it has no more. */
    boolean takeOpen(String address) {
        if (!engine.door().take(address)) {
            return false;
        }
        openOf = address;
        return true;
    }

    /** Takes a place for a stream; false where the caller has no more. */
    boolean takeStream(String caller) {
        if (!engine.calls().takeStream(caller)) {
            return false;
        }
        streamOf = caller;
        return true;
    }

    /** From now on the stream can be ended from outside. */
    void opened(OpenCalls.Stream open) {
        stream = open;
        engine.calls().opened(open);
        live.streamOpened();
    }

    /** Opens a message endpoint of the open stream for as long as the call lasts, and gives its id. */
    String endpoint(Endpoint endpoint) {
        endpointId = engine.endpoints().open(endpoint, stream::say);
        engine.services()
                .places()
                .opened(
                        SharedPlaces.Kind.STREAM,
                        server,
                        endpointId,
                        new SharedPlaces.Place(endpoint.principal(), endpoint.backend(), endpoint.target()));
        return endpointId;
    }

    /** A timer that has no more to do once the call is over. */
    void timer(long id) {
        timer = id;
    }

    /** Gives everything back. */
    void release() {
        if (stream != null) {
            engine.calls().closed(stream);
            live.streamClosed();
        }
        if (timer != -1) {
            engine.vertx().cancelTimer(timer);
        }
        if (streamOf != null) {
            engine.calls().releaseStream(streamOf);
        }
        if (openOf != null) {
            engine.door().release(openOf);
        }
        if (endpointId != null) {
            engine.endpoints().close(endpointId);
            engine.services().places().closed(SharedPlaces.Kind.STREAM, server, endpointId);
        }
        if (counted) {
            engine.calls().end();
        }
        live.exchangeEnded();
    }
}

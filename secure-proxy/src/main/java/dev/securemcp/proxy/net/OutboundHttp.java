package dev.securemcp.proxy.net;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gateway's own HTTP calls: those of policies, and later of key sets and event sinks. Everything about them is bounded: how
 * many are under way, how long each takes, how large its response is, and where it may lead.
 */
public final class OutboundHttp implements HttpCalls, AutoCloseable {

    /**
     * The bounds.
     *
     * @param maxCalls most calls under way; one more fails at once
     * @param connections most connections to one address, per event loop
     * @param waitQueue most calls that wait for such a connection
     * @param connectTimeoutMillis for a connection to stand
     * @param verifyTls whether certificates are checked; false only in tests
     */
    public record Settings(int maxCalls, int connections, int waitQueue, int connectTimeoutMillis, boolean verifyTls) {}

    private final Vertx vertx;
    private final Settings settings;
    private final AddressGuard guard;
    private final NameResolver resolver;
    private final OutboundClients clients;
    private final AtomicInteger underWay = new AtomicInteger();

    public OutboundHttp(Vertx vertx, Settings settings, AddressGuard guard, NameResolver resolver) {
        this.vertx = vertx;
        this.settings = settings;
        this.guard = guard;
        this.resolver = resolver;
        this.clients = new OutboundClients(vertx, settings);
    }

    @Override
    public Future<OutboundResponse> send(OutboundRequest request) {
        if (underWay.incrementAndGet() > settings.maxCalls()) {
            underWay.decrementAndGet();
            return Future.failedFuture(new OutboundException(
                    OutboundException.Kind.BUSY,
                    "more than " + settings.maxCalls() + " calls of the gateway's own are under way"));
        }
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        OutboundCall call = new OutboundCall(this, context, request);
        return call.start().onComplete(ended -> underWay.decrementAndGet());
    }

    /** How many calls are under way. */
    public int underWay() {
        return underWay.get();
    }

    Vertx vertx() {
        return vertx;
    }

    OutboundClients clients() {
        return clients;
    }

    /** The address to connect to: resolved once, so that what was judged is what is called. */
    Future<InetAddress> address(OutboundUrl url, OutboundRequest.Trust trust) {
        return lookUp(url.host()).compose(address -> {
            if (trust == OutboundRequest.Trust.OPERATOR || guard.permits(address)) {
                return Future.succeededFuture(address);
            }
            return Future.failedFuture(new OutboundException(
                    OutboundException.Kind.REFUSED,
                    "the URL was not written by the operator and leads to " + url.host()
                            + ", which is not a public address; `outbound.allow` can allow it"));
        });
    }

    private Future<InetAddress> lookUp(String host) {
        try {
            return Future.succeededFuture(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException aName) {
            return resolver.resolve(host)
                    .recover(unknown -> Future.failedFuture(new OutboundException(
                            OutboundException.Kind.CONNECTION, "no address is known for " + host)));
        }
    }

    @Override
    public void close() {
        clients.close();
    }
}

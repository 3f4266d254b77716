package dev.securemcp.proxy.net;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.net.InetAddress;

/** Asks for the address behind a name. */
@FunctionalInterface
public interface NameResolver {

    /** One address of a host; fails where there is none. Does not block. */
    Future<InetAddress> resolve(String host);

    /** The resolver of Vert.x: {@code /etc/hosts}, then DNS, with its cache. */
    static NameResolver of(Vertx vertx) {
        return host -> {
            Promise<InetAddress> promise = Promise.promise();
            ((VertxInternal) vertx).resolveAddress(host, promise);
            return promise.future();
        };
    }
}

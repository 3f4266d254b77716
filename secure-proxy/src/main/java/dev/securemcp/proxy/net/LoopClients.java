package dev.securemcp.proxy.net;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.impl.ContextInternal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One HTTP client per event loop and identity: no hand-over between loops, which is worth a fifth of the requests per second, and no
 * connection that was opened with one certificate is used for another.
 */
public final class LoopClients implements AutoCloseable {

    /** Identities that one loop keeps clients for; the one unused longest makes room. */
    private static final int MAX_IDENTITIES = 32;

    /** How long a client that made room may finish what it is doing. */
    private static final long GRACE_MILLIS = 10 * 60_000L;

    private final Vertx vertx;
    private final Function<ClientIdentity, HttpClient> make;
    private final Map<EventLoop, OfLoop> loops = new ConcurrentHashMap<>();

    /** The clients of one event loop, used on it alone. */
    private record OfLoop(HttpClient plain, LinkedHashMap<ClientIdentity, HttpClient> byIdentity) {}

    /**
     * @param make makes a client on the loop that will use it; its argument is null for a client that shows no certificate
     */
    public LoopClients(Vertx vertx, Function<ClientIdentity, HttpClient> make) {
        this.vertx = vertx;
        this.make = make;
    }

    /**
     * The client of the calling event loop.
     *
     * @param identity what it shows as a TLS client; null for nothing
     */
    public HttpClient client(ClientIdentity identity) {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        OfLoop loop = loops.get(context.nettyEventLoop());
        if (loop == null) {
            loop = loops.computeIfAbsent(
                    context.nettyEventLoop(),
                    none -> new OfLoop(make.apply(null), new LinkedHashMap<>(4, 0.75f, true)));
        }
        if (identity == null) {
            return loop.plain();
        }
        HttpClient known = loop.byIdentity().get(identity);
        return known == null ? add(loop, identity) : known;
    }

    private HttpClient add(OfLoop loop, ClientIdentity identity) {
        if (loop.byIdentity().size() >= MAX_IDENTITIES) {
            Iterator<HttpClient> eldest = loop.byIdentity().values().iterator();
            HttpClient leaving = eldest.next();
            eldest.remove();
            vertx.setTimer(GRACE_MILLIS, id -> leaving.close());
        }
        HttpClient made = make.apply(identity);
        loop.byIdentity().put(identity, made);
        return made;
    }

    @Override
    public void close() {
        loops.values().forEach(loop -> {
            loop.plain().close();
            loop.byIdentity().values().forEach(HttpClient::close);
        });
        loops.clear();
    }
}

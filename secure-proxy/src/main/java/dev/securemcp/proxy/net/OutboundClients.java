package dev.securemcp.proxy.net;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.ContextInternal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One HTTP client per event loop and identity: the way to the network without hand-over between loops. */
final class OutboundClients implements AutoCloseable {

    /** Identities that one loop keeps clients for; the one unused longest makes room. */
    private static final int MAX_IDENTITIES = 32;

    /** How long a client that made room may finish what it is doing. */
    private static final long GRACE_MILLIS = 10 * 60_000L;

    /** Below five seconds, after which many servers close an unused connection: a call sent into that is lost. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final int MAX_HEAD_BYTES = 64 << 10;

    private final Vertx vertx;
    private final OutboundHttp.Settings settings;
    private final Map<EventLoop, OfLoop> loops = new ConcurrentHashMap<>();

    /** The clients of one event loop, used on it alone. */
    private record OfLoop(HttpClient plain, LinkedHashMap<ClientIdentity, HttpClient> byIdentity) {}

    OutboundClients(Vertx vertx, OutboundHttp.Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
    }

    /** The client of the calling event loop. */
    HttpClient client(ContextInternal context, ClientIdentity identity) {
        OfLoop loop = loops.computeIfAbsent(
                context.nettyEventLoop(), l -> new OfLoop(create(null), new LinkedHashMap<>(4, 0.75f, true)));
        if (identity == null) {
            return loop.plain();
        }
        HttpClient known = loop.byIdentity().get(identity);
        if (known != null) {
            return known;
        }
        if (loop.byIdentity().size() >= MAX_IDENTITIES) {
            Iterator<HttpClient> eldest = loop.byIdentity().values().iterator();
            HttpClient leaving = eldest.next();
            eldest.remove();
            vertx.setTimer(GRACE_MILLIS, id -> leaving.close());
        }
        HttpClient made = create(identity);
        loop.byIdentity().put(identity, made);
        return made;
    }

    private HttpClient create(ClientIdentity identity) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout(settings.connectTimeoutMillis())
                .setMaxHeaderSize(MAX_HEAD_BYTES)
                .setMaxInitialLineLength(MAX_HEAD_BYTES)
                .setTcpNoDelay(true)
                .setTrustAll(!settings.verifyTls())
                .setVerifyHost(settings.verifyTls())
                .setDecompressionSupported(false)
                .setMetricsName("outbound");
        if (identity != null) {
            options.setKeyCertOptions(identity.options());
        }
        return vertx.createHttpClient(
                options,
                new PoolOptions().setHttp1MaxSize(settings.connections()).setMaxWaitQueueSize(settings.waitQueue()));
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

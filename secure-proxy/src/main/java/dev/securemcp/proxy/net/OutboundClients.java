package dev.securemcp.proxy.net;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;

/** One HTTP client per event loop and identity: the way to the network without hand-over between loops. */
final class OutboundClients implements AutoCloseable {

    /** Below five seconds, after which many servers close an unused connection: a call sent into that is lost. */
    private static final int KEEP_ALIVE_SECONDS = 4;

    private static final int MAX_HEAD_BYTES = 64 << 10;

    private final Vertx vertx;
    private final OutboundHttp.Settings settings;
    private final LoopClients clients;

    OutboundClients(Vertx vertx, OutboundHttp.Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.clients = new LoopClients(vertx, this::create);
    }

    /** The client of the calling event loop. */
    HttpClient client(ClientIdentity identity) {
        return clients.client(identity);
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
        clients.close();
    }
}

package dev.securemcp.proxy.backend;

import dev.securemcp.proxy.net.ClientIdentity;
import dev.securemcp.proxy.net.LoopClients;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import org.jboss.logging.Logger;

/**
 * One HTTP client per event loop and kind of use. A client of its own per loop spares the hand-over between loops (a fifth
 * more requests per second than one shared client), and calls never wait behind streams, which hold their connection for hours.
 */
public final class HttpClients implements AutoCloseable {

    /** What a connection is used for: calls give it back soon, streams keep it. */
    public enum Use {
        CALL,
        STREAM
    }

    /**
     * The bounds of the pools, per event loop and backend address.
     *
     * @param callConnections most connections for calls
     * @param streamConnections most connections for streams
     * @param waitQueue most requests that wait for a connection; one more is refused at once
     * @param connectTimeoutMillis for the connection to stand, waiting for a free one included
     * @param keepAliveSeconds how long an unused connection is kept
     * @param maxHeaderBytes most bytes of a response's head
     * @param verifyTls whether certificates are checked; false only where the operator asked for it
     */
    public record Settings(
            int callConnections,
            int streamConnections,
            int waitQueue,
            int connectTimeoutMillis,
            int keepAliveSeconds,
            int maxHeaderBytes,
            boolean verifyTls) {}

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy.backend");

    private final Vertx vertx;
    private final Settings settings;
    private final LoopClients calls;
    private final LoopClients streams;

    public HttpClients(Vertx vertx, Settings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.calls = new LoopClients(vertx, identity -> client("backend-calls", settings.callConnections(), identity));
        this.streams =
                new LoopClients(vertx, identity -> client("backend-streams", settings.streamConnections(), identity));
    }

    /**
     * The client of the calling event loop.
     *
     * @param identity the certificate it shows; null for none
     */
    HttpClient client(Use use, ClientIdentity identity) {
        return (use == Use.CALL ? calls : streams).client(identity);
    }

    /** For the connect timeout of each request; pools enforce the rest themselves. */
    Settings settings() {
        return settings;
    }

    private HttpClient client(String metricsName, int connections, ClientIdentity identity) {
        HttpClientOptions options = options(metricsName);
        if (identity != null) {
            options.setKeyCertOptions(identity.options());
        }
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool(connections))
                // The exchange on it is told as well; without a handler every broken connection is an ERROR in the log.
                .withConnectHandler(connection -> connection.exceptionHandler(
                        broken -> LOG.debugf("a connection to a backend broke: %s", broken.getMessage())))
                .build();
    }

    private HttpClientOptions options(String metricsName) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAliveTimeout(settings.keepAliveSeconds())
                .setConnectTimeout(settings.connectTimeoutMillis())
                .setMaxHeaderSize(settings.maxHeaderBytes())
                .setMaxInitialLineLength(settings.maxHeaderBytes())
                .setTcpNoDelay(true)
                .setTrustAll(!settings.verifyTls())
                .setVerifyHost(settings.verifyTls())
                .setDecompressionSupported(false)
                .setMetricsName(metricsName);
    }

    private PoolOptions pool(int connections) {
        return new PoolOptions().setHttp1MaxSize(connections).setMaxWaitQueueSize(settings.waitQueue());
    }

    @Override
    public void close() {
        calls.close();
        streams.close();
    }
}

package dev.securemcp.proxy.backend;

import dev.securemcp.proxy.backend.BackendException.Kind;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request to a backend and yields its response head with the body paused. Nothing here retries: a call may have
 * been carried out before its connection broke.
 */
public final class Relay {

    private final Vertx vertx;
    private final HttpClients clients;

    public Relay(Vertx vertx, HttpClients clients) {
        this.vertx = vertx;
        this.clients = clients;
    }

    /**
     * Must be called on an event loop; the future completes there.
     *
     * @return the exchange: its head (failed with {@link BackendException}), and a way to abandon it
     */
    public Attempt send(BackendRequest request) {
        Attempt attempt = new Attempt(request);
        attempt.start();
        return attempt;
    }

    /** One request under way. Confined to its event loop. */
    public final class Attempt {

        private final BackendRequest request;
        private final Promise<BackendResponse> head = Promise.promise();
        private HttpClientRequest wire;
        private long timer = -1;
        private boolean settled;

        private Attempt(BackendRequest request) {
            this.request = request;
        }

        /** The response's head. */
        public Future<BackendResponse> head() {
            return head.future();
        }

        /** Nobody waits any more: the request is reset, whatever its state. */
        public void cancel() {
            fail(Kind.CANCELLED, "the client went away");
        }

        private void start() {
            // This bound covers the wait for a pooled connection and then the connection attempt, which has a bound of
            // its
            // own; twice that one tells a full pool from a backend that does not accept.
            long connect = Math.min(2L * clients.settings().connectTimeoutMillis(), request.headTimeoutMillis());
            RequestOptions options = new RequestOptions()
                    .setMethod(request.method())
                    .setHost(request.target().host())
                    .setPort(request.target().port())
                    .setSsl(request.target().tls())
                    .setURI(request.target().requestUri(request.query()))
                    .setConnectTimeout(connect)
                    .setHeaders(framed(request.headers()));
            timer = vertx.setTimer(
                    request.headTimeoutMillis(),
                    id -> fail(
                            Kind.TIMEOUT, "no answer from the backend within " + request.headTimeoutMillis() + " ms"));
            clients.client(request.use(), request.identity()).request(options).onComplete(connected -> {
                if (connected.failed()) {
                    fail(kindOf(connected.cause()), describe(connected.cause()));
                } else if (settled) {
                    connected.result().exceptionHandler(told -> {}).reset();
                } else {
                    write(connected.result());
                }
            });
        }

        private void write(HttpClientRequest connected) {
            wire = connected;
            // Told by response() as well; without a handler every broken connection is an ERROR in the log.
            wire.exceptionHandler(told -> {});
            wire.response().onComplete(answered -> {
                if (answered.failed()) {
                    fail(Kind.CONNECTION, describe(answered.cause()));
                } else if (answered.result().statusCode() < 200) {
                    answered.result().exceptionHandler(told -> {});
                    fail(
                            Kind.CONNECTION,
                            describe("its status is " + answered.result().statusCode()));
                } else {
                    succeed(answered.result());
                }
            });
            // Failures of writing surface through response(); a backend may answer before it has read all.
            if (request.body() == null) {
                wire.end();
            } else {
                wire.end(request.body());
            }
        }

        private void succeed(HttpClientResponse response) {
            if (settled) {
                return;
            }
            settled = true;
            vertx.cancelTimer(timer);
            response.pause();
            head.complete(new BackendResponse(response));
        }

        private void fail(Kind kind, String message) {
            if (settled) {
                return;
            }
            settled = true;
            vertx.cancelTimer(timer);
            if (wire != null) {
                wire.reset();
            }
            head.fail(new BackendException(kind, message));
        }

        private MultiMap framed(MultiMap headers) {
            headers.set(HttpHeaders.HOST, request.target().authority());
            if (request.body() != null) {
                headers.set(
                        HttpHeaders.CONTENT_LENGTH,
                        Integer.toString(request.body().length()));
            }
            return headers;
        }

        private String describe(Throwable cause) {
            // The class name alone where the library's message is missing; addresses in it are the operator's own.
            return describe(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }

        private String describe(String detail) {
            return "the backend at " + request.target().authority() + " did not answer: " + detail;
        }
    }

    private static Kind kindOf(Throwable cause) {
        boolean noConnectionFree = cause instanceof ConnectionPoolTooBusyException || cause instanceof TimeoutException;
        return noConnectionFree ? Kind.BUSY : Kind.CONNECTION;
    }
}

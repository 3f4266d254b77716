package dev.securemcp.proxy.net;

import dev.securemcp.proxy.net.OutboundException.Kind;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** One call under way, over its redirects. Confined to its event loop. */
final class OutboundCall {

    private final OutboundHttp http;
    private final ContextInternal context;
    private final OutboundRequest request;
    private final Promise<OutboundResponse> result;
    private final Buffer body = Buffer.buffer();
    private OutboundUrl url;
    private Trust trust;
    private MultiMap headers;
    private HttpClientRequest wire;
    private int redirects;
    private long timer = -1;
    private boolean settled;

    OutboundCall(OutboundHttp http, ContextInternal context, OutboundRequest request) {
        this.http = http;
        this.context = context;
        this.request = request;
        this.result = context.promise();
        this.url = request.url();
        this.trust = request.trust();
        this.headers = request.headers();
    }

    Future<OutboundResponse> start() {
        timer = http.vertx()
                .setTimer(
                        Math.max(1, request.timeoutMillis()),
                        late -> fail(
                                Kind.TIMEOUT,
                                url.authority() + " did not answer within " + request.timeoutMillis() + " ms"));
        connect();
        return result.future();
    }

    private void connect() {
        if (request.proxy() != null) {
            if (trust == Trust.OPERATOR) {
                request(null);
            } else {
                fail(Kind.REFUSED, "a URL that was computed from the request cannot go through a proxy");
            }
            return;
        }
        http.address(url, trust).onComplete(resolved -> {
            if (settled) {
                return;
            }
            if (resolved.failed()) {
                fail(resolved.cause());
            } else {
                request(resolved.result());
            }
        });
    }

    private void request(InetAddress address) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.requestUri())
                .setFollowRedirects(false)
                .setConnectTimeout(request.timeoutMillis())
                .setHeaders(framed());
        if (address == null) {
            OutboundProxy proxy = request.proxy();
            options.setProxyOptions(new ProxyOptions()
                    .setType(ProxyType.HTTP)
                    .setHost(proxy.host())
                    .setPort(proxy.port())
                    .setUsername(proxy.username())
                    .setPassword(proxy.password()));
        } else {
            // The connection goes to the address that was judged; Host and SNI keep the name.
            options.setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, url.port())));
        }
        http.clients().client(request.identity()).request(options).onComplete(connected -> {
            if (connected.failed()) {
                fail(connected.cause());
            } else if (settled) {
                connected.result().reset();
            } else {
                write(connected.result());
            }
        });
    }

    private MultiMap framed() {
        MultiMap framed = HttpHeaders.headers().addAll(headers);
        framed.remove(HttpHeaders.HOST);
        framed.remove(HttpHeaders.TRANSFER_ENCODING);
        framed.remove(HttpHeaders.CONTENT_LENGTH);
        HttpMethod method = request.method();
        boolean expectsBody = method == HttpMethod.POST || method == HttpMethod.PUT || method == HttpMethod.PATCH;
        if (request.body() != null || expectsBody) {
            // RFC 9110 §8.6: also an empty body of a POST has a length.
            int length = request.body() == null ? 0 : request.body().length();
            framed.set(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
        }
        return framed;
    }

    private void write(HttpClientRequest connected) {
        wire = connected;
        wire.response().onComplete(answered -> {
            if (settled) {
                return;
            }
            if (answered.failed()) {
                fail(answered.cause());
            } else {
                head(answered.result());
            }
        });
        if (request.body() == null) {
            wire.end();
        } else {
            wire.end(request.body());
        }
    }

    private void head(HttpClientResponse response) {
        HttpClientRequest of = wire;
        response.exceptionHandler(broken -> {
            // What was left for a redirect breaks because we let go of it.
            if (of == wire) {
                fail(broken);
            }
        });
        if (redirects < request.redirects() && follows(response)) {
            redirect(response);
            return;
        }
        response.handler(chunk -> {
            if (body.length() + chunk.length() > request.maxBodyBytes()) {
                tooLarge();
            } else if (!settled) {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> succeed(response));
        if (declared(response) > request.maxBodyBytes()
                && request.method() != HttpMethod.HEAD
                && response.statusCode() != 304) {
            tooLarge();
        }
    }

    private static long declared(HttpClientResponse response) {
        String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void tooLarge() {
        fail(Kind.TOO_LARGE, url.authority() + " sent more than " + request.maxBodyBytes() + " bytes");
    }

    private boolean follows(HttpClientResponse response) {
        boolean safe = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
        return safe
                && switch (response.statusCode()) {
                    case 301, 302, 303, 307, 308 -> response.getHeader(HttpHeaders.LOCATION) != null;
                    default -> false;
                };
    }

    private void redirect(HttpClientResponse response) {
        OutboundUrl next;
        try {
            next = url.resolve(response.getHeader(HttpHeaders.LOCATION));
        } catch (IllegalArgumentException e) {
            fail(Kind.REFUSED, url.authority() + " redirects to what cannot be called: " + e.getMessage());
            return;
        }
        if (url.tls() && !next.tls()) {
            fail(Kind.REFUSED, url.authority() + " redirects from https to http");
            return;
        }
        HttpClientRequest done = wire;
        wire = null;
        // Its body is of no use; the connection is not worth reading it to the end.
        done.reset();
        if (!next.sameOrigin(url)) {
            // Whoever answers decides where this leads now, and must not hand on what was meant for itself.
            trust = Trust.CALLER;
            headers = HttpHeaders.headers()
                    .addAll(headers)
                    .remove(HttpHeaders.AUTHORIZATION)
                    .remove(HttpHeaders.COOKIE);
        }
        redirects++;
        url = next;
        connect();
    }

    private void succeed(HttpClientResponse response) {
        if (settled) {
            return;
        }
        settled = true;
        http.vertx().cancelTimer(timer);
        String reason = response.statusMessage() == null ? "" : response.statusMessage();
        result.complete(new OutboundResponse(response.statusCode(), reason, response.headers(), body.getBytes()));
    }

    private void fail(Throwable cause) {
        switch (cause) {
            case OutboundException known -> fail(known.kind(), known.getMessage());
            case ConnectionPoolTooBusyException full ->
                fail(Kind.BUSY, "too many calls wait for a connection to " + url.authority());
            default -> {
                String detail = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
                fail(Kind.CONNECTION, url.authority() + " did not answer: " + detail);
            }
        }
    }

    private void fail(Kind kind, String message) {
        if (settled) {
            return;
        }
        settled = true;
        http.vertx().cancelTimer(timer);
        if (wire != null) {
            wire.reset();
        }
        result.fail(new OutboundException(kind, message));
    }
}

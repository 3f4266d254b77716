package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.gateway.bridge.Bridge;
import dev.securemcp.proxy.gateway.bridge.BridgeAnswer;
import dev.securemcp.proxy.gateway.bridge.BridgeRequest;
import dev.securemcp.proxy.gateway.bridge.BridgeTable;
import dev.securemcp.proxy.gateway.bridge.BridgeTable.Place;
import dev.securemcp.proxy.gateway.bridge.Endpoint;
import dev.securemcp.proxy.gateway.bridge.Refusal;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import io.netty.handler.codec.DateFormatter;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import java.util.Date;

/**
 * The endpoints of bridges on the public port. Nobody can have a key or a token before these have answered, so none is asked for, and
 * no limit of calls shuts them out.
 */
final class BridgeRoutes {

    /** Forms and registrations are a few hundred bytes. */
    private static final int MAX_BODY = 64 << 10;

    private final Engine engine;

    BridgeRoutes(Engine engine) {
        this.engine = engine;
    }

    /** What is at a path; null where no bridge is. */
    Place find(Gateway gateway, String path) {
        return gateway.bridges().table().find(path);
    }

    /** Answers. */
    void answer(Gateway gateway, Place place, HttpServerRequest request, SideReport report) {
        Endpoint endpoint = place.endpoint();
        String method = request.method().name();
        if (!gateway.bridges().hosts().allows(Requests.host(request))) {
            Requests.discardBody(request);
            ErrorAnswer refused = ErrorAnswer.of(Reason.HOST_NOT_ALLOWED);
            request.response().setStatusCode(refused.status()).end();
            report.refused(refused, Ending.COMPLETE, new Traffic(0, 0));
            return;
        }
        if (method.equals("OPTIONS") && endpoint.open()) {
            Requests.discardBody(request);
            preflight(endpoint, request.response());
            report.answered(204, 0);
            return;
        }
        boolean head =
                method.equals("HEAD") && endpoint.open() && endpoint.methods().contains("GET");
        if (!head && !endpoint.methods().contains(method)) {
            Requests.discardBody(request);
            BridgeAnswer refused = Bridge.refused(endpoint, Refusal.METHOD_NOT_ALLOWED);
            request.response().putHeader("Allow", String.join(", ", endpoint.methods()));
            send(request, endpoint, refused, false, 0, report);
        } else if (method.equals("POST")) {
            read(gateway, place, request, report);
        } else {
            Requests.discardBody(request);
            ask(gateway.bridges().table(), place, request, new byte[0], false, report);
        }
    }

    private static void preflight(Endpoint endpoint, HttpServerResponse out) {
        out.putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Access-Control-Allow-Methods", String.join(", ", endpoint.methods()) + ", OPTIONS")
                .putHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, MCP-Protocol-Version")
                .putHeader("Access-Control-Max-Age", "86400")
                .setStatusCode(204)
                .end();
    }

    private void read(Gateway gateway, Place place, HttpServerRequest request, SideReport report) {
        if (Requests.expectsContinue(request)) {
            request.response().writeContinue();
        }
        BodyReader.Bounds bounds = new BodyReader.Bounds(
                MAX_BODY,
                (int) gateway.limits().bytes(Limit.BODY_DRAIN),
                gateway.limits().time(Limit.BODY_TIME).toMillis());
        BodyReader.read(engine.vertx(), request, bounds).onComplete(done -> {
            if (done.failed()) {
                report.refused(ErrorAnswer.of(Reason.BODY_TIMEOUT), Ending.CANCELLED, new Traffic(0, 0));
                return;
            }
            BodyReader.Read read = done.result();
            if (read.tooLarge() || read.late()) {
                BridgeAnswer refused = Bridge.refused(
                        place.endpoint(), read.tooLarge() ? Refusal.BODY_TOO_LARGE : Refusal.REQUEST_INVALID);
                send(
                        request,
                        place.endpoint(),
                        refused,
                        !read.complete(),
                        read.body().length(),
                        report);
                return;
            }
            ask(gateway.bridges().table(), place, request, read.body().getBytes(), !read.complete(), report);
        });
    }

    private void ask(
            BridgeTable table, Place place, HttpServerRequest request, byte[] body, boolean close, SideReport report) {
        BridgeRequest asked =
                new BridgeRequest(request.method().name(), request.query(), request.headers(), body, report.address());
        // What two have asked for at the same time is answered on the event loop of one of them.
        Promise<BridgeAnswer> here = ((ContextInternal) engine.vertx().getOrCreateContext()).promise();
        engine.bridges().bridge().answer(table, place, asked).onComplete(here);
        here.future().onSuccess(answer -> send(request, place.endpoint(), answer, close, body.length, report));
    }

    private void send(
            HttpServerRequest request,
            Endpoint endpoint,
            BridgeAnswer answer,
            boolean close,
            long received,
            SideReport report) {
        HttpServerResponse out = request.response();
        int sent = 0;
        Ending ending = Ending.CANCELLED;
        if (!out.closed() && !out.ended()) {
            out.setStatusCode(answer.status());
            answer.headers().forEach(header -> out.headers().add(header.name(), header.value()));
            out.putHeader(
                    "Date",
                    DateFormatter.format(Date.from(engine.environment().clock().instant())));
            out.putHeader("Content-Length", Integer.toString(answer.body().length));
            if (endpoint.open()) {
                out.putHeader("Access-Control-Allow-Origin", "*");
            }
            boolean gone = close && request.version() != HttpVersion.HTTP_2;
            if (gone) {
                out.putHeader("Connection", "close");
            }
            if (request.method().name().equals("HEAD")) {
                out.end();
            } else {
                out.end(Buffer.buffer(answer.body()));
                sent = answer.body().length;
            }
            if (gone) {
                out.close();
            }
            ending = Ending.COMPLETE;
        }
        if (answer.refusal() == null && ending == Ending.COMPLETE) {
            report.answered(answer.status(), sent);
        } else {
            report.bridge(answer.refusal(), answer.status(), ending, new Traffic(received, sent));
        }
    }
}

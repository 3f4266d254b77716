package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.ErrorBody;
import dev.securemcp.proxy.mcp.Scan;
import io.netty.handler.codec.DateFormatter;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.InstantSource;
import java.util.Date;

/** Writes heads, and whole answers that the gateway makes itself. */
final class Reply {

    private Reply() {}

    /**
     * The default answer of a failure, for on-error to work on.
     *
     * @param scan the request's body as far as it was read; null for none
     * @param allow the endpoint's methods, for a 405; else null
     */
    static ResponseState of(ErrorAnswer answer, Scan scan, String allow) {
        HeaderFields headers = HeaderFields.empty();
        headers.add("Content-Type", "application/json");
        if (!answer.reason().asIfUnknown()) {
            // A backend that has no such thing says nothing of this; nobody keeps the answer to a POST that does not
            // ask for it.
            headers.add("Cache-Control", "no-store");
        }
        if (answer.retryAfter() != ErrorAnswer.NO_RETRY) {
            headers.add("Retry-After", Long.toString(answer.retryAfter()));
        }
        if (allow != null) {
            headers.add("Allow", allow);
        }
        return new ResponseState(
                answer.status(), null, headers, ErrorBody.json(answer, scan).getBytes());
    }

    /** Puts status and fields into a response that has not been written to. */
    static void head(HttpServerResponse out, ResponseState response, InstantSource clock) {
        out.setStatusCode(response.statusCode());
        // With a phrase of its own Vert.x no longer knows a 304 and gives it a Content-Length of 0.
        if (response.statusCode() != 304 && !response.statusReason().equals(out.getStatusMessage())) {
            out.setStatusMessage(response.statusReason());
        }
        MultiMap headers = out.headers();
        response.headers().forEach(headers::add);
        if (!headers.contains(HttpHeaders.DATE)) {
            // RFC 9110 §6.6.1 asks it of whoever answers, and of whoever forwards an answer without it.
            headers.set(HttpHeaders.DATE, DateFormatter.format(Date.from(clock.instant())));
        }
    }

    /**
     * Writes an answer that is held whole.
     *
     * @param close whether the connection cannot be used again, since the client's body was not read to its end
     * @return how many bytes of body
     */
    static int whole(
            HttpServerResponse out, HttpVersion version, ResponseState response, boolean close, InstantSource clock) {
        head(out, response, clock);
        byte[] body = response.ownBody() == null ? new byte[0] : response.ownBody();
        out.headers().remove(HttpHeaders.TRANSFER_ENCODING);
        if (response.statusCode() == 204 || response.statusCode() == 304) {
            // RFC 9110 §8.6: a 204 must not announce a length, a 304's would be that of what is not sent.
            body = new byte[0];
            out.headers().remove(HttpHeaders.CONTENT_LENGTH);
        } else {
            out.headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        }
        if (close && version != HttpVersion.HTTP_2) {
            out.headers().set(HttpHeaders.CONNECTION, "close");
        }
        out.end(Buffer.buffer(body));
        if (close && version != HttpVersion.HTTP_2) {
            // The field alone is a promise: the server keeps a connection as its request asked for.
            out.close();
        }
        return body.length;
    }
}

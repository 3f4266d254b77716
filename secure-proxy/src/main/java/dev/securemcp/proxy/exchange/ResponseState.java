package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.expression.BodyFacts;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.ResponseFacts;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * The head of the response so far, as the outbound and on-error sections read and change it. A body that is streamed from the
 * backend is not here; one that the gateway itself made is.
 */
public final class ResponseState implements ResponseFacts {

    private int status;
    private String reason;
    private final HeaderFields headers;
    private byte[] body;

    /**
     * @param reason the reason phrase; null for the standard one
     * @param body what the gateway answers itself; null where the body streams from the backend
     */
    public ResponseState(int status, String reason, HeaderFields headers, byte[] body) {
        this.status = status;
        this.reason = reason;
        this.headers = headers;
        this.body = body;
    }

    @Override
    public int statusCode() {
        return status;
    }

    @Override
    public String statusReason() {
        return reason == null || reason.isEmpty()
                ? HttpResponseStatus.valueOf(status).reasonPhrase()
                : reason;
    }

    @Override
    public HeaderFields headers() {
        return headers;
    }

    @Override
    public BodyFacts body() {
        return () -> {
            if (body == null) {
                throw new ExpressionException(
                        "InvalidOperationException",
                        "the body of a streamed response cannot be read by a policy",
                        null);
            }
            return body;
        };
    }

    /** The body that the gateway itself answers with; null where it streams from the backend. */
    public byte[] ownBody() {
        return body;
    }

    /** Changes the status line; a null reason is the standard one. */
    public void status(int newStatus, String newReason) {
        this.status = newStatus;
        this.reason = newReason;
    }

    /** Replaces the body by one that the gateway holds whole. */
    public void ownBody(byte[] newBody) {
        this.body = newBody;
    }
}

package dev.securemcp.proxy.mcp.list;

import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.EnvelopeFault;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.ErrorBody;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import io.vertx.core.buffer.Buffer;

/** What takes the place of a message that cannot be looked through. */
final class Refusal {

    private final ErrorAnswer answer = ErrorAnswer.of(Reason.LIST_NOT_FILTERED);
    private final Scan request;
    private final Runnable listener;

    /**
     * @param request what was asked; null where the stream belongs to no request
     * @param listener told each time
     */
    Refusal(Scan request, Runnable listener) {
        this.request = request;
        this.listener = listener;
    }

    /** As the whole answer to the request. */
    Buffer body() {
        listener.run();
        return ErrorBody.json(answer, request);
    }

    /**
     * As one message of a stream.
     *
     * @param id of the message that it replaces; null where that is not known
     */
    Buffer message(String id) {
        listener.run();
        String known = id == null ? onlyId() : id;
        return ErrorBody.json(answer, new EnvelopeFault(answer, known));
    }

    private String onlyId() {
        return request instanceof Envelope envelope && !envelope.batch()
                ? envelope.first().id()
                : null;
    }
}

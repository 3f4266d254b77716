package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.identity.access.Permit;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.mcp.StreamRewriter;
import dev.securemcp.proxy.mcp.list.ListBody;
import dev.securemcp.proxy.mcp.list.ListEvents;
import dev.securemcp.proxy.mcp.list.ListKind;

/**
 * Whether the answer to a call is looked through for what its caller may not see: to callers that rules are about, the answer to a message
 * that asks for a list, and every stream that belongs to no message, since a client may have its list resumed there.
 *
 * @param exchange the call
 * @param permit what its caller may use
 * @param limit bytes of one message that are held at most
 * @param request the request's body; null where it has none
 */
record ListGate(Exchange exchange, Permit permit, int limit, Scan request) {

    /** Whether an answer has to be looked through. */
    boolean stands() {
        if (permit == Permit.EVERYTHING) {
            return false;
        }
        if (!(request instanceof Envelope envelope)) {
            return true;
        }
        for (Message message : envelope.messages()) {
            if (ListKind.isAnswerTo(message.method())) {
                return true;
            }
        }
        return false;
    }

    /** Looks through one answer. */
    StreamRewriter rewriter(boolean events) {
        return events
                ? new ListEvents(limit, permit, request, this::refused)
                : new ListBody(limit, permit, request, this::refused);
    }

    private void refused() {
        exchange.failure(Failure.of(Reason.LIST_NOT_FILTERED));
    }
}

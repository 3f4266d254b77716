package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.mcp.Batches;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.EnvelopeFault;
import dev.securemcp.proxy.mcp.EnvelopeScanner;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;
import java.util.Objects;

/**
 * Reads a body that a policy has made, before it is forwarded. It must say the same as the one that was judged: as many messages,
 * each with the id, method and tool, prompt, resource or task that the policies have seen. Else a message could reach the backend
 * that no policy has agreed to, or an answer the client that it does not wait for.
 */
final class MadeBody {

    private final EnvelopeScanner scanner;
    private final Batches batches;
    private final Envelope judged;
    private byte[] sound;

    /**
     * @param batches as for the client's body
     * @param judged what the policies have seen; null for a request without a message
     */
    MadeBody(EnvelopeScanner scanner, Batches batches, Envelope judged) {
        this.scanner = scanner;
        this.batches = batches;
        this.judged = judged;
    }

    /** Why the request's body cannot be forwarded; null where it can. */
    @SuppressWarnings("ReferenceEquality")
    Failure check(RequestState request) {
        byte[] body = request.bodyBytes();
        if (!request.bodyReplaced() || body == sound) {
            return null;
        }
        String fault = fault(body);
        if (fault == null) {
            sound = body;
            return null;
        }
        return Failure.of(Reason.INTERNAL_ERROR).withDetail("the body that a policy made is not forwarded: " + fault);
    }

    private String fault(byte[] body) {
        if (judged == null) {
            return "the request came without a message";
        }
        Scan scan = scanner.scan(body, batches);
        if (scan instanceof EnvelopeFault broken) {
            return broken.answer().message();
        }
        Envelope made = (Envelope) scan;
        if (made.batch() != judged.batch()
                || made.messages().size() != judged.messages().size()) {
            return "it holds other messages than the client's";
        }
        for (int i = 0; i < made.messages().size(); i++) {
            String fault = difference(judged.messages().get(i), made.messages().get(i));
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static String difference(Message client, Message made) {
        if (client.kind() != made.kind() || !Objects.equals(client.method(), made.method())) {
            return "it has another method than the client's";
        }
        if (!Objects.equals(client.id(), made.id())) {
            return "it has another id than the client's";
        }
        if (!Objects.equals(client.mirroredName(), made.mirroredName())) {
            return "it names another tool, prompt, resource or task than the client's";
        }
        return client.era() == made.era() ? null : "it claims another protocol revision than the client's";
    }
}

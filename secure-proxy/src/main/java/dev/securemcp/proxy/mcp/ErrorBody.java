package dev.securemcp.proxy.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes a JSON-RPC error for a client: as a body, or as a server-sent event where the stream's head went out already.
 *
 * <p>What stands in {@code id}:
 *
 * <ul>
 *   <li>a request: its own id, byte for byte; the Python client drops an error without one, the TypeScript client one with null;
 *   <li>a batch: an array with one error for each of its requests, since each id waits for an answer (JSON-RPC 2.0 §6);
 *   <li>a body whose id could not be told: {@code null} (JSON-RPC 2.0 §5);
 *   <li>no message, or one that expects no answer (GET, DELETE, notification, response): the member is left out (MCP
 *       Streamable HTTP, "Sending Messages to the Server"); nobody waits for such an error, so nobody misses it.
 * </ul>
 */
public final class ErrorBody {

    private static final JsonFactory JSON = new JsonFactory();

    private ErrorBody() {}

    /**
     * The body of a denial.
     *
     * @param scan what was scanned, or null where the call has no body or was denied without reading one
     */
    public static Buffer json(ErrorAnswer answer, Scan scan) {
        return switch (scan) {
            case null -> one(answer, null);
            case EnvelopeFault fault -> one(answer, fault.id() == null ? "null" : fault.id());
            case Envelope envelope when envelope.batch() && envelope.hasRequest() -> array(answer, envelope.messages());
            case Envelope envelope -> one(answer, requestId(envelope.first()));
        };
    }

    /** The same as {@code message} events, one for each request that waits; each ends with the blank line of its event. */
    public static Buffer event(ErrorAnswer answer, Scan scan) {
        Buffer events = Buffer.buffer();
        if (scan instanceof Envelope envelope && envelope.hasRequest()) {
            for (Message message : envelope.messages()) {
                if (message.isRequest()) {
                    event(events, one(answer, message.id()));
                }
            }
        } else {
            event(events, json(answer, scan));
        }
        return events;
    }

    private static void event(Buffer events, Buffer data) {
        events.appendBuffer(Sse.message(data));
    }

    private static String requestId(Message message) {
        return message.isRequest() ? message.id() : null;
    }

    private static Buffer one(ErrorAnswer answer, String id) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(json, answer, id);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static Buffer array(ErrorAnswer answer, List<Message> messages) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartArray();
            for (Message message : messages) {
                if (message.isRequest()) {
                    write(json, answer, message.id());
                }
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    private static void write(JsonGenerator json, ErrorAnswer answer, String id) throws IOException {
        json.writeStartObject();
        json.writeStringField("jsonrpc", "2.0");
        if (id != null) {
            json.writeFieldName("id");
            json.writeRawValue(id);
        }
        json.writeObjectFieldStart("error");
        json.writeNumberField("code", answer.code());
        json.writeStringField("message", answer.message());
        if (!answer.reason().asIfUnknown()) {
            json.writeObjectFieldStart("data");
            json.writeStringField("reason", answer.reason().reason());
            if (answer.retryAfter() != ErrorAnswer.NO_RETRY) {
                json.writeNumberField("retryAfter", answer.retryAfter());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}

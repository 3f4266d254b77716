package dev.securemcp.proxy.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells what a body is, in one pass and without building a tree. Shared by all threads.
 *
 * <p>The text is strict UTF-8 without a byte order mark (RFC 8259 §8.1), one JSON value with nothing behind it. Faults are
 * answered with 400: {@code -32700} for what is not JSON, {@code -32600} for what is not a JSON-RPC message or could be read
 * in two ways.
 */
public final class EnvelopeScanner {

    private final JsonFactory json;
    private final ScanLimits limits;

    public EnvelopeScanner(ScanLimits limits) {
        this.limits = limits;
        this.json = new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxStringLength(limits.stringLength())
                        .maxNameLength(limits.nameLength())
                        .maxNumberLength(limits.numberLength())
                        .build())
                // Keys come from callers: they must not fill the JVM's table of strings.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    /**
     * Reads a whole body.
     *
     * @param body read only, kept by nothing that is returned
     * @param batches whether it may be an array
     */
    public Scan scan(byte[] body, Batches batches) {
        if (hasByteOrderMark(body)) {
            return malformed("it starts with a byte order mark; send UTF-8 without one", null);
        }
        if (!Utf8.isText(body)) {
            return malformed("it is not UTF-8", null);
        }
        MessageReader reader = null;
        try (JsonParser parser = json.createParser(body)) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                reader = new MessageReader(parser, body, limits);
                return single(parser, reader);
            }
            if (token == JsonToken.START_ARRAY) {
                return batch(parser, body, batches);
            }
            return token == null ? malformed("it is empty", null) : invalid("a message is an object", null);
        } catch (StreamConstraintsException e) {
            return invalid("it nests too deep, or a key, string or number in it is too long", id(reader));
        } catch (JsonProcessingException e) {
            // The parser's own text quotes the body, so only the place is told.
            long at = e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
            return malformed(at < 0 ? "it breaks the syntax" : "it breaks the syntax near byte " + at, id(reader));
        } catch (IOException e) {
            return malformed("it cannot be read", id(reader));
        }
    }

    private static Scan single(JsonParser parser, MessageReader reader) throws IOException {
        Message message = reader.read();
        if (parser.nextToken() != null) {
            return malformed("something follows the message", reader.id());
        }
        return message == null ? new EnvelopeFault(reader.problem(), reader.id()) : Envelope.single(message);
    }

    private Scan batch(JsonParser parser, byte[] body, Batches batches) throws IOException {
        if (batches != Batches.ALLOWED) {
            return refused(batches.refusal());
        }
        List<Message> messages = new ArrayList<>();
        ErrorAnswer problem = null;
        int count = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (++count > limits.batchSize()) {
                return refused("a batch holds at most " + limits.batchSize() + " messages");
            }
            if (token != JsonToken.START_OBJECT) {
                return invalid("a message is an object", null);
            }
            MessageReader reader = new MessageReader(parser, body, limits);
            Message message = reader.read();
            if (message == null) {
                problem = problem == null ? reader.problem() : problem;
            } else if (message.meta().claimedVersion() != null) {
                return refused(Batches.NOT_IN_REVISION.refusal());
            } else if ("initialize".equals(message.method())) {
                return invalid("initialize must not be part of a batch", null);
            } else {
                messages.add(message);
            }
        }
        if (parser.nextToken() != null) {
            return malformed("something follows the batch", null);
        }
        if (problem != null) {
            return new EnvelopeFault(problem, null);
        }
        return messages.isEmpty() ? invalid("the batch is empty", null) : new Envelope(messages, true, Era.LEGACY);
    }

    private static String id(MessageReader reader) {
        return reader == null ? null : reader.id();
    }

    private static boolean hasByteOrderMark(byte[] body) {
        return startsWith(body, 0xEF, 0xBB) || startsWith(body, 0xFE, 0xFF) || startsWith(body, 0xFF, 0xFE);
    }

    private static boolean startsWith(byte[] body, int first, int second) {
        return body.length >= 2 && (body[0] & 0xFF) == first && (body[1] & 0xFF) == second;
    }

    private static EnvelopeFault malformed(String detail, String id) {
        return new EnvelopeFault(ErrorAnswer.detailed(Reason.MALFORMED_JSON, detail), id);
    }

    private static EnvelopeFault invalid(String detail, String id) {
        return new EnvelopeFault(ErrorAnswer.detailed(Reason.INVALID_MESSAGE, detail), id);
    }

    private static EnvelopeFault refused(String detail) {
        return new EnvelopeFault(ErrorAnswer.detailed(Reason.BATCH_NOT_ALLOWED, detail), null);
    }
}

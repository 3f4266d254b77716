package dev.securemcp.proxy.mcp.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.securemcp.proxy.mcp.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A complete result that may be given again: its bytes as the backend wrote them, and what it says of its own life.
 *
 * @param before the bytes of the result up to the number of {@code ttlMs}; all of them where there is none
 * @param ttlMillis {@code ttlMs}; -1 where there is none
 * @param after the bytes behind that number
 * @param scope what {@code cacheScope} says
 */
public record Answer(byte[] before, long ttlMillis, byte[] after, Scope scope) {

    /** For whom a result is. */
    public enum Scope {
        /** For everybody. */
        PUBLIC,
        /** For the caller alone, in words; or in words that are not known, which is no less. */
        PRIVATE,
        /** It says nothing. */
        UNSAID
    }

    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** How many bytes it takes. */
    public int length() {
        return before.length + after.length;
    }

    /**
     * The message that gives it again.
     *
     * @param id the id of the request that is answered, as a JSON token
     * @param ageMillis how long ago the backend said it: {@code ttlMs} leaves with what is left of it
     */
    public byte[] message(String id, long ageMillis) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(length() + id.length() + 64);
        message.writeBytes("{\"jsonrpc\":\"2.0\",\"id\":".getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(id.getBytes(StandardCharsets.UTF_8));
        message.writeBytes(",\"result\":".getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(before);
        if (ttlMillis >= 0) {
            message.writeBytes(Long.toString(Math.max(0, ttlMillis - ageMillis)).getBytes(StandardCharsets.US_ASCII));
        }
        message.writeBytes(after);
        message.write('}');
        return message.toByteArray();
    }

    /**
     * The result in a response.
     *
     * @param message one whole message, as bytes of UTF-8
     * @param id the id it must answer, as a JSON token
     * @return empty for an error, a tool's own error, one leg of a longer operation, and whatever else is no complete result
     */
    public static Optional<Answer> read(byte[] message, String id) {
        if (!Utf8.isText(message) || (message.length > 0 && message[0] == (byte) 0xEF)) {
            // In other encodings, and behind a byte order mark, the parser does not tell where things stand.
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(message)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    ? new Reading(parser, message).read(id)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** One pass over a response, noting where things stand. */
    private static final class Reading {
        private final JsonParser parser;
        private final byte[] message;
        private int from = -1;
        private int to;
        private boolean mine;
        private boolean complete = true;
        private long ttl = -1;
        private int ttlFrom;
        private int ttlTo;
        private Scope scope = Scope.UNSAID;

        Reading(JsonParser parser, byte[] message) {
            this.parser = parser;
            this.message = message;
        }

        Optional<Answer> read(String id) throws IOException {
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "id" -> mine = id.equals(token());
                    case "result" -> {
                        if (value != JsonToken.START_OBJECT || from >= 0) {
                            return Optional.empty();
                        }
                        from = offset();
                        result();
                        to = (int) parser.currentLocation().getByteOffset();
                    }
                    case "error" -> {
                        return Optional.empty();
                    }
                    default -> parser.skipChildren();
                }
            }
            if (!mine || from < 0 || !complete || parser.nextToken() != null) {
                return Optional.empty();
            }
            return Optional.of(
                    ttl < 0
                            ? new Answer(Arrays.copyOfRange(message, from, to), -1, new byte[0], scope)
                            : new Answer(
                                    Arrays.copyOfRange(message, from, ttlFrom),
                                    ttl,
                                    Arrays.copyOfRange(message, ttlTo, to),
                                    scope));
        }

        private void result() throws IOException {
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (key) {
                    case "isError" -> complete &= value == JsonToken.VALUE_FALSE;
                    case "resultType" ->
                        complete &= value == JsonToken.VALUE_STRING
                                && parser.getText().equals("complete");
                    // A task's handle and the like: what it stands for is somebody's own.
                    case "task", "inputRequests", "requestState" -> complete = false;
                    case "ttlMs" -> ttl(value);
                    case "cacheScope" -> scope(value);
                    default -> {}
                }
                parser.skipChildren();
            }
        }

        /** What is said twice is public only where both times say so. */
        private void scope(JsonToken value) throws IOException {
            if (value == JsonToken.VALUE_NULL) {
                return;
            }
            boolean everybodys =
                    value == JsonToken.VALUE_STRING && parser.getText().equals("public");
            scope = everybodys && scope != Scope.PRIVATE ? Scope.PUBLIC : Scope.PRIVATE;
        }

        private void ttl(JsonToken value) throws IOException {
            if (ttl >= 0) {
                complete = false;
            } else if (value == JsonToken.VALUE_NUMBER_INT
                    && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                ttl = Math.max(0, parser.getLongValue());
                ttlFrom = offset();
                ttlTo = ttlFrom + parser.getTextLength();
            }
        }

        private int offset() {
            return (int) parser.currentTokenLocation().getByteOffset();
        }

        /** The current scalar as it stands in the message. */
        private String token() throws IOException {
            if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                return parser.getText();
            }
            int start = offset();
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            return new String(message, start, end - start, StandardCharsets.UTF_8);
        }
    }
}

package dev.securemcp.proxy.mcp.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Finds {@code id} and {@code method} among the members of a message that is too long to be kept, wherever in it they stand: byte by byte,
 * keeping no more than a key or an id.
 */
final class TopLevel {

    /** An id is repeated in the answer; a longer one is none (the same bound as for requests). */
    private static final int MAX = 1024;

    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream text = new ByteArrayOutputStream(64);
    private int depth;
    private boolean inString;
    private boolean escaped;
    private boolean keyNext;
    private boolean idNext;
    private boolean method;
    private String id;

    /** The id as it stands in the message; null where none was found, or none that could be repeated. */
    String id() {
        return id;
    }

    /** Whether it is a request or a notification rather than an answer. */
    boolean hasMethod() {
        return method;
    }

    /** The next byte. */
    void accept(byte b) {
        if (inString) {
            inString = escaped || b != '"';
            escaped = !escaped && b == '\\';
            keep(b);
            return;
        }
        switch (b) {
            case '"' -> {
                inString = true;
                keep(b);
            }
            case '{', '[' -> {
                depth++;
                keyNext = depth == 1 && b == '{';
                idNext = false;
                text.reset();
            }
            case '}', ']' -> {
                endValue();
                depth--;
            }
            case ',' -> {
                endValue();
                keyNext = depth == 1;
            }
            case ':' -> endKey();
            default -> keep(b);
        }
    }

    private void keep(byte b) {
        if (depth == 1 && (keyNext || idNext) && text.size() <= MAX) {
            text.write(b);
        }
    }

    private void endKey() {
        if (depth == 1 && keyNext) {
            String key = text.toString(StandardCharsets.UTF_8).strip();
            method |= key.equals("\"method\"");
            idNext = key.equals("\"id\"");
            keyNext = false;
            text.reset();
        }
    }

    private void endValue() {
        if (depth == 1 && idNext && text.size() <= MAX) {
            id = sound(text.toString(StandardCharsets.UTF_8).strip());
        }
        idNext = false;
        text.reset();
    }

    /** Only what is an id for sure is repeated. */
    private static String sound(String token) {
        try (JsonParser parser = JSON.createParser(token)) {
            JsonToken kind = parser.nextToken();
            boolean one = kind == JsonToken.VALUE_STRING || kind == JsonToken.VALUE_NUMBER_INT;
            return one && parser.nextToken() == null ? token : null;
        } catch (IOException e) {
            return null;
        }
    }
}

package dev.securemcp.proxy.mcp.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.securemcp.proxy.mcp.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One message (or batch of them) that may be a list: takes out what its reader may not see, and says that what is left is for this reader
 * alone ({@code cacheScope}, MCP 2026-07-28). In one pass, without building a tree.
 */
final class ListMessage {

    /** Schemas of tools nest deeper than calls do. */
    private static final int MAX_DEPTH = 1000;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            // Keys come from backends: they must not fill the JVM's table of strings.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final byte[] PRIVATE = "\"private\"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PRIVATE_MEMBER = "\"cacheScope\":\"private\",".getBytes(StandardCharsets.UTF_8);

    /** Bytes {@code from} to {@code to} of the message give way to others. */
    private record Edit(int from, int to, byte[] with) {}

    private final byte[] message;
    private final ListRule rule;
    private final List<Edit> edits = new ArrayList<>();

    private ListMessage(byte[] message, ListRule rule) {
        this.message = message;
        this.rule = rule;
    }

    /**
     * Reduces a message.
     *
     * @return the message itself where nothing in it changes
     * @throws UnreadableListException where it is not JSON in UTF-8, or nests too deep
     */
    static byte[] reduce(byte[] message, ListRule rule) throws UnreadableListException {
        if (!Utf8.isText(message) || (message.length > 2 && message[0] == (byte) 0xEF && message[1] == (byte) 0xBB)) {
            throw new UnreadableListException("it is not UTF-8 without a byte order mark");
        }
        ListMessage reading = new ListMessage(message, rule);
        try (JsonParser parser = JSON.createParser(message)) {
            reading.read(parser);
        } catch (IOException e) {
            // The parser's own text quotes the message.
            throw new UnreadableListException("it is not JSON, or nests too deep");
        }
        return reading.edited();
    }

    private void read(JsonParser parser) throws IOException, UnreadableListException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT) {
            one(parser);
        } else if (token == JsonToken.START_ARRAY) {
            for (token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    one(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (token == null || parser.nextToken() != null) {
            throw new UnreadableListException("it is not one JSON value");
        }
    }

    private void one(JsonParser parser) throws IOException {
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.START_OBJECT && key.equals("result")) {
                result(parser);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void result(JsonParser parser) throws IOException {
        int begin = offset(parser) + 1;
        int firstEdit = edits.size();
        boolean list = false;
        boolean cacheable = false;
        List<Edit> scopes = new ArrayList<>(1);
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            ListKind kind = ListKind.of(key);
            if (kind != null && value == JsonToken.START_ARRAY) {
                list = true;
                list(parser, kind);
            } else if (key.equals("cacheScope")) {
                int from = offset(parser);
                parser.skipChildren();
                parser.finishToken();
                scopes.add(new Edit(from, end(parser), PRIVATE));
            } else {
                cacheable |= key.equals("ttlMs") || key.equals("resultType");
                parser.skipChildren();
            }
        }
        if (!list) {
            return;
        }
        scopes.stream().filter(this::changes).forEach(edits::add);
        if (scopes.isEmpty() && cacheable) {
            // Without a word about it, a client might take the list for everybody's.
            edits.add(firstEdit, new Edit(begin, begin, PRIVATE_MEMBER));
        }
        edits.subList(firstEdit, edits.size()).sort((one, other) -> Integer.compare(one.from(), other.from()));
    }

    private void list(JsonParser parser, ListKind kind) throws IOException {
        int from = offset(parser);
        List<int[]> kept = new ArrayList<>();
        boolean all = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            int begin = offset(parser);
            boolean shown = token == JsonToken.START_OBJECT && shown(parser, kind);
            parser.skipChildren();
            if (shown) {
                kept.add(new int[] {begin, end(parser)});
            } else {
                all = false;
            }
        }
        if (!all) {
            edits.add(new Edit(from, end(parser), join(kept)));
        }
    }

    /** Whether an element is shown. What has no name is not; what has two must be shown by both. */
    private boolean shown(JsonParser parser, ListKind kind) throws IOException {
        boolean named = false;
        boolean shown = true;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals(kind.nameOfEach())) {
                named = true;
                shown &= value == JsonToken.VALUE_STRING && rule.shows(kind, parser.getText());
            }
            parser.skipChildren();
        }
        return named && shown;
    }

    private byte[] join(List<int[]> kept) {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        for (int i = 0; i < kept.size(); i++) {
            if (i > 0) {
                array.write(',');
            }
            array.write(message, kept.get(i)[0], kept.get(i)[1] - kept.get(i)[0]);
        }
        array.write(']');
        return array.toByteArray();
    }

    private boolean changes(Edit edit) {
        return !java.util.Arrays.equals(message, edit.from(), edit.to(), edit.with(), 0, edit.with().length);
    }

    private byte[] edited() {
        if (edits.isEmpty()) {
            return message;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        int at = 0;
        for (Edit edit : edits) {
            out.write(message, at, edit.from() - at);
            out.writeBytes(edit.with());
            at = edit.to();
        }
        out.write(message, at, message.length - at);
        return out.toByteArray();
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int end(JsonParser parser) {
        return (int) parser.currentLocation().getByteOffset();
    }
}

package dev.securemcp.proxy.mcp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.securemcp.proxy.mcp.Message.Kind;
import dev.securemcp.proxy.mcp.Message.Meta;
import dev.securemcp.proxy.mcp.Message.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code params} of one message, and {@code _meta} inside it: what decisions need, and nothing else. */
final class ParamsReader {

    private static final String CLAIM = "io.modelcontextprotocol/protocolVersion";
    private static final String CLIENT = "io.modelcontextprotocol/clientInfo";

    /** Keys that choose what is done or what is checked: a second reading of one would undo a decision. */
    private static final WatchedKeys WATCHED =
            new WatchedKeys("name", "uri", "_meta", "arguments", "taskId", "protocolVersion");

    private static final int NAME = 0;
    private static final int URI = 1;
    private static final int META = 2;
    private static final int ARGUMENTS = 3;
    private static final int TASK = 4;
    private static final int VERSION = 5;

    /** Resources that one stream is told of. */
    private static final int MAX_LISTENS = 10_000;

    private static final WatchedKeys META_WATCHED = new WatchedKeys(CLAIM);

    private final MessageReader message;
    private final JsonParser parser;

    private int seen;
    private int notStrings;
    private final String[] texts = new String[VERSION + 1];
    private String cancels;
    private boolean continues;
    private String claimed;
    private boolean claimSeen;
    private String clientName;
    private boolean progressToken;
    private String traceparent;
    private String tracestate;
    private String negotiated;
    private String refName;
    private String refUri;
    private String argument;
    private boolean refUnclear;
    private List<String> listens = List.of();
    private boolean listensUnclear;

    ParamsReader(MessageReader message, JsonParser parser) {
        this.message = message;
        this.parser = parser;
    }

    void read(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            message.fault(Reason.INVALID_MESSAGE, "\"params\" must be an object");
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            int index = WATCHED.indexOf(key);
            if (index >= 0) {
                watched(index, key, value);
            } else {
                other(key, value);
            }
            parser.skipChildren();
        }
    }

    private void watched(int index, String key, JsonToken value) throws IOException {
        if ((seen & 1 << index) != 0) {
            message.fault(Reason.AMBIGUOUS_MESSAGE, "\"params." + key + "\" stands twice");
        }
        seen |= 1 << index;
        if (index == META) {
            readMeta(value);
        } else if (index != ARGUMENTS) {
            if (value == JsonToken.VALUE_STRING) {
                texts[index] = message.text(value, "params." + key);
            } else if (value != JsonToken.VALUE_NULL) {
                notStrings |= 1 << index;
            }
        }
    }

    private void other(String key, JsonToken value) throws IOException {
        switch (key) {
            case "requestId" -> {
                if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                    cancels = message.idToken(value, "params.requestId");
                }
            }
            case "requestState", "inputResponses" -> continues |= value != JsonToken.VALUE_NULL;
            case "clientInfo" -> readClient(value);
            case "ref" -> readRef(value);
            case "argument" -> readArgument(value);
            case "notifications" -> readNotifications(value);
            default -> {
                String meant = WATCHED.misspelt(key);
                if (meant != null) {
                    message.fault(Reason.AMBIGUOUS_MESSAGE, "\"params." + meant + "\" stands in another case");
                }
            }
        }
    }

    private void readMeta(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (token != JsonToken.START_OBJECT) {
            message.fault(Reason.INVALID_MESSAGE, "\"params._meta\" must be an object");
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (key) {
                case CLAIM -> {
                    if (claimSeen) {
                        message.fault(Reason.AMBIGUOUS_MESSAGE, "\"params._meta." + CLAIM + "\" stands twice");
                    }
                    claimSeen = true;
                    claimed = message.text(value, "params._meta." + CLAIM);
                }
                case CLIENT -> readClient(value);
                case "progressToken" -> progressToken = value != JsonToken.VALUE_NULL;
                case "traceparent" -> traceparent = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                case "tracestate" -> tracestate = value == JsonToken.VALUE_STRING ? parser.getText() : null;
                default -> {
                    if (META_WATCHED.misspelt(key) != null) {
                        message.fault(
                                Reason.AMBIGUOUS_MESSAGE, "\"params._meta." + CLAIM + "\" stands in another case");
                    }
                }
            }
            parser.skipChildren();
        }
    }

    private void readClient(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("name") && value == JsonToken.VALUE_STRING) {
                String name = parser.getText();
                clientName = name.length() > Meta.MAX_CLIENT_NAME ? name.substring(0, Meta.MAX_CLIENT_NAME) : name;
            }
            parser.skipChildren();
        }
    }

    /** What {@code completion/complete} completes: a prompt by its name, a resource template by its URI. */
    private void readRef(JsonToken token) throws IOException {
        refUnclear |= refName != null || refUri != null;
        if (token != JsonToken.START_OBJECT) {
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("name")) {
                refUnclear |= refName != null || value != JsonToken.VALUE_STRING;
                refName = parser.getText();
            } else if (key.equals("uri")) {
                refUnclear |= refUri != null || value != JsonToken.VALUE_STRING;
                refUri = parser.getText();
            }
            parser.skipChildren();
        }
    }

    /** What {@code completion/complete} wants completed: repeated to the caller and nothing else. */
    private void readArgument(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("name") && value == JsonToken.VALUE_STRING) {
                argument = parser.getText();
            }
            parser.skipChildren();
        }
    }

    /** What {@code subscriptions/listen} wants to be told of: of it, the resources. */
    private void readNotifications(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("resourceSubscriptions")) {
                readListens(value);
            }
            parser.skipChildren();
        }
    }

    private void readListens(JsonToken token) throws IOException {
        listensUnclear |= !listens.isEmpty() || token != JsonToken.START_ARRAY;
        if (listensUnclear) {
            return;
        }
        listens = new ArrayList<>();
        for (JsonToken uri = parser.nextToken(); uri != JsonToken.END_ARRAY; uri = parser.nextToken()) {
            listensUnclear |= uri != JsonToken.VALUE_STRING || listens.size() == MAX_LISTENS;
            if (!listensUnclear) {
                listens.add(parser.getText());
            }
            parser.skipChildren();
        }
    }

    /** {@code result.protocolVersion}, where the message is the answer to {@code initialize}. */
    void negotiated(String version) {
        negotiated = version;
    }

    /** Refuses what a lenient backend could read as another name than the one that was judged. */
    void judge(String method) {
        if (refUnclear && "completion/complete".equals(method)) {
            message.fault(Reason.AMBIGUOUS_MESSAGE, "\"params.ref\" can be read in two ways");
        }
        if (listensUnclear && "subscriptions/listen".equals(method)) {
            message.fault(
                    Reason.INVALID_MESSAGE,
                    "\"resourceSubscriptions\" must stand once and be a list of at most " + MAX_LISTENS + " strings");
        }
        int decisive =
                switch (method) {
                    case "tools/call", "prompts/get" -> 1 << NAME;
                    case "resources/read", "resources/subscribe", "resources/unsubscribe" -> 1 << URI;
                    case "tasks/get", "tasks/update", "tasks/cancel", "tasks/result" -> 1 << TASK;
                    case "initialize" -> 1 << VERSION;
                    case null, default -> 0;
                };
        if ((notStrings & decisive) != 0) {
            message.fault(Reason.INVALID_MESSAGE, "what " + method + " names in \"params\" must be a string");
        }
    }

    Message message(Kind kind, String id, String method, Outcome outcome) {
        String version = claimed;
        if (version == null) {
            version = "initialize".equals(method) ? texts[VERSION] : negotiated;
        }
        boolean said = version != null || clientName != null || progressToken || traceparent != null;
        boolean completes = "completion/complete".equals(method);
        Meta meta = said ? new Meta(claimed, version, clientName, progressToken, traceparent, tracestate) : Meta.NONE;
        return new Message(
                kind,
                id,
                method,
                completes ? refName : texts[NAME],
                completes ? refUri : texts[URI],
                completes ? argument : null,
                texts[TASK],
                "notifications/cancelled".equals(method) ? cancels : null,
                continues,
                "subscriptions/listen".equals(method) ? listens : List.of(),
                meta,
                outcome);
    }
}

package dev.securemcp.proxy.mcp;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.securemcp.proxy.mcp.Message.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one JSON-RPC message from a parser that stands at its opening brace. What is wrong with the message is noted and the
 * rest is still read, so that an id behind it can be echoed; only malformed JSON ends the reading early.
 */
final class MessageReader {

    private static final WatchedKeys ENVELOPE = new WatchedKeys("jsonrpc", "id", "method", "params", "result", "error");
    private static final int JSONRPC = 0;
    private static final int ID = 1;
    private static final int METHOD = 2;
    private static final int PARAMS = 3;
    private static final int RESULT = 4;
    private static final int ERROR = 5;

    /** JSON-RPC knows six members; a handful more is curiosity, dozens are an attack on whoever compares them. */
    private static final int MAX_OTHER_MEMBERS = 16;

    private final JsonParser parser;
    private final byte[] body;
    private final ScanLimits limits;
    private final ParamsReader params;

    private ErrorAnswer problem;
    private int seen;
    private List<String> others;
    private boolean version2;
    private String id;
    private boolean nullId;
    private String method;
    private boolean toolError;
    private Integer errorCode;

    MessageReader(JsonParser parser, byte[] body, ScanLimits limits) {
        this.parser = parser;
        this.body = body;
        this.limits = limits;
        this.params = new ParamsReader(this, parser);
    }

    /** The id as far as it is known without doubt; also after an exception. */
    String id() {
        return id;
    }

    /** What is wrong with the message, null when nothing is. */
    ErrorAnswer problem() {
        return problem;
    }

    /** Notes what is wrong, unless something already is. */
    void fault(Reason reason, String detail) {
        if (problem == null) {
            problem = ErrorAnswer.detailed(reason, detail);
        }
    }

    /** Reads to the closing brace; answers null where {@link #problem} says why there is no message. */
    Message read() throws IOException {
        boolean idTwice = false;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            int index = ENVELOPE.indexOf(key);
            if (index < 0) {
                other(key);
                parser.nextToken();
                parser.skipChildren();
                continue;
            }
            if ((seen & 1 << index) != 0) {
                fault(Reason.AMBIGUOUS_MESSAGE, "\"" + key + "\" stands twice in the message");
                idTwice |= index == ID;
            }
            seen |= 1 << index;
            JsonToken token = parser.nextToken();
            switch (index) {
                case JSONRPC -> version2 = token == JsonToken.VALUE_STRING && "2.0".equals(parser.getText());
                case ID -> readId(token);
                case METHOD -> method = text(token, "method");
                case PARAMS -> params.read(token);
                case RESULT -> readResult(token);
                case ERROR -> readError(token);
                default -> throw new IllegalStateException(key);
            }
            parser.skipChildren();
        }
        if (idTwice) {
            id = null;
        }
        Kind kind = kind();
        if (problem != null) {
            return null;
        }
        return params.message(kind, id, method, new Message.Outcome(errorCode, toolError));
    }

    private Kind kind() {
        if (!version2) {
            fault(Reason.INVALID_MESSAGE, "\"jsonrpc\" must be \"2.0\"");
        }
        boolean call = has(METHOD);
        boolean result = has(RESULT);
        boolean error = has(ERROR);
        if ((call ? 1 : 0) + (result ? 1 : 0) + (error ? 1 : 0) != 1) {
            fault(Reason.INVALID_MESSAGE, "a message has exactly one of \"method\", \"result\", \"error\"");
        }
        if ((nullId && !error) || (result && !has(ID))) {
            fault(Reason.INVALID_MESSAGE, "\"id\" must be a string or an integer");
        }
        if (call) {
            params.judge(method);
            return has(ID) ? Kind.REQUEST : Kind.NOTIFICATION;
        }
        return result ? Kind.RESPONSE : Kind.ERROR;
    }

    private boolean has(int index) {
        return (seen & 1 << index) != 0;
    }

    private void other(String key) {
        String meant = ENVELOPE.misspelt(key);
        if (meant != null) {
            fault(Reason.AMBIGUOUS_MESSAGE, "\"" + meant + "\" stands in another case");
            return;
        }
        String folded = WatchedKeys.fold(key);
        if (others == null) {
            others = new ArrayList<>(4);
        } else if (others.contains(folded)) {
            fault(Reason.AMBIGUOUS_MESSAGE, "a key stands twice in the message");
        }
        if (others.size() == MAX_OTHER_MEMBERS) {
            fault(Reason.INVALID_MESSAGE, "the message has too many members that JSON-RPC does not know");
        } else {
            others.add(folded);
        }
    }

    private void readId(JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            nullId = true;
        } else {
            id = idToken(token, "id");
        }
    }

    /** The token of an id as it stands in the body; notes a fault and answers null for what cannot be one. */
    String idToken(JsonToken token, String where) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            String number = parser.getText();
            if (number.length() <= limits.idLength()) {
                return number;
            }
        } else if (token == JsonToken.VALUE_STRING) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.finishToken();
            int to = (int) parser.currentLocation().getByteOffset();
            if (to - from <= limits.idLength()) {
                return new String(body, from, to - from, StandardCharsets.UTF_8);
            }
        } else {
            fault(Reason.INVALID_MESSAGE, "\"" + where + "\" must be a string or an integer");
            return null;
        }
        fault(Reason.INVALID_MESSAGE, "\"" + where + "\" is longer than " + limits.idLength() + " bytes");
        return null;
    }

    /** A string that decides something; notes a fault and answers null for what is none. */
    String text(JsonToken token, String where) throws IOException {
        if (token != JsonToken.VALUE_STRING) {
            fault(Reason.INVALID_MESSAGE, "\"" + where + "\" must be a string");
            return null;
        }
        String text = parser.getText();
        if (Utf8.hasLoneSurrogate(text)) {
            fault(Reason.INVALID_MESSAGE, "\"" + where + "\" holds half of a surrogate pair");
        }
        return text;
    }

    private void readResult(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            return;
        }
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("isError")) {
                toolError = value == JsonToken.VALUE_TRUE;
            } else if (key.equals("protocolVersion") && value == JsonToken.VALUE_STRING) {
                params.negotiated(parser.getText());
            }
            parser.skipChildren();
        }
    }

    private void readError(JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            fault(Reason.INVALID_MESSAGE, "\"error\" must be an object");
            return;
        }
        errorCode = 0;
        for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (key.equals("code") && value == JsonToken.VALUE_NUMBER_INT) {
                String number = parser.getText();
                errorCode = number.length() < 10 ? Integer.parseInt(number) : 0;
            }
            parser.skipChildren();
        }
    }
}

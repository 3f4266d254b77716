package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.backend.BackendRequest;
import dev.securemcp.proxy.backend.BackendResponse;
import dev.securemcp.proxy.backend.HttpClients.Use;
import dev.securemcp.proxy.backend.Relay;
import dev.securemcp.proxy.gateway.ToolFetches.Outcome;
import dev.securemcp.proxy.mcp.McpHeaders;
import dev.securemcp.proxy.mcp.SseEvent;
import dev.securemcp.proxy.mcp.SseScanner;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Asks a server for its tools in the name of the gateway, in the session of the call that needs to know: page after page, each
 * bounded, all within one time. One for each time it is asked, confined to the call's event loop.
 */
final class ToolListCall {

    /** Pages of one list; a server that always has another is not followed for ever. */
    private static final int MAX_PAGES = 50;

    private static final String ID = "secure-proxy-tools-";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Vertx vertx;
    private final Relay relay;
    private final KnownTools known;
    private final String server;
    private final BackendRequest like;
    private final byte[] body;
    private final int maxBytes;
    private final long generation;
    private final long until;
    private final Promise<Outcome> outcome = Promise.promise();
    private int page;
    private Relay.Attempt attempt;
    private BackendResponse response;

    /**
     * @param like a request as the call's own would be sent; its method, body and length do not count
     * @param body the call's, for what a modern request says about itself
     * @param maxBytes of one page
     * @param millis for all of it
     */
    ToolListCall(
            Vertx vertx,
            Relay relay,
            KnownTools known,
            String server,
            BackendRequest like,
            byte[] body,
            int maxBytes,
            long millis) {
        this.vertx = vertx;
        this.relay = relay;
        this.known = known;
        this.server = server;
        this.like = like;
        this.body = body;
        this.maxBytes = maxBytes;
        this.generation = known.generation(server);
        this.until = System.nanoTime() + millis * 1_000_000;
        long timer = vertx.setTimer(millis, late -> end(Outcome.FAILED));
        outcome.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    /** Never fails. */
    Future<Outcome> start() {
        next(Optional.empty());
        return outcome.future();
    }

    private void next(Optional<String> cursor) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (page++ == MAX_PAGES || left <= 0) {
            end(Outcome.FAILED);
            return;
        }
        MultiMap headers = HttpHeaders.headers().addAll(like.headers());
        headers.set(HttpHeaders.CONTENT_TYPE, "application/json")
                .set(HttpHeaders.ACCEPT, "application/json, text/event-stream")
                .set(HttpHeaders.ACCEPT_ENCODING, "identity")
                .remove(McpHeaders.NAME)
                .remove(McpHeaders.LAST_EVENT_ID)
                .remove(HttpHeaders.CONTENT_LENGTH);
        headers.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("mcp-param-"))
                .toList()
                .forEach(headers::remove);
        if (headers.contains(McpHeaders.METHOD)) {
            headers.set(McpHeaders.METHOD, "tools/list");
        }
        attempt = relay.send(new BackendRequest(
                Use.CALL,
                HttpMethod.POST,
                like.target(),
                like.query(),
                headers,
                like.identity(),
                message(cursor),
                left));
        attempt.head().onComplete(head -> {
            if (head.failed()) {
                end(Outcome.FAILED);
            } else {
                read(head.result());
            }
        });
    }

    private Buffer message(Optional<String> cursor) {
        ObjectNode message = MAPPER.createObjectNode();
        message.put("jsonrpc", "2.0");
        message.put("id", ID + page);
        message.put("method", "tools/list");
        ObjectNode params = message.putObject("params");
        cursor.ifPresent(text -> params.put("cursor", text));
        meta().ifPresent(meta -> params.set("_meta", meta));
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(message));
        } catch (IOException e) {
            throw new IllegalStateException("a message of ours", e);
        }
    }

    /** What a modern client says about itself with every request, but for what belongs to its own request. */
    private Optional<JsonNode> meta() {
        try {
            JsonNode root = MAPPER.readTree(body);
            if (root.path("params").path("_meta") instanceof ObjectNode own) {
                ObjectNode meta = own.deepCopy();
                meta.remove("progressToken");
                return meta.isEmpty() ? Optional.empty() : Optional.of(meta);
            }
        } catch (IOException e) {
            // Without it a legacy server answers; a modern one refuses.
        }
        return Optional.empty();
    }

    private void read(BackendResponse head) {
        if (outcome.future().isComplete()) {
            head.abort();
            return;
        }
        response = head;
        String type = Optional.ofNullable(head.headers().get(HttpHeaders.CONTENT_TYPE))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        boolean coded = head.headers().contains(HttpHeaders.CONTENT_ENCODING);
        if (head.status() != 200 || coded || head.isBroken()) {
            end(Outcome.FAILED);
        } else if (type.startsWith("text/event-stream")) {
            readEvents(head);
        } else {
            readWhole(head);
        }
    }

    private void readWhole(BackendResponse head) {
        Buffer whole = Buffer.buffer();
        head.body().exceptionHandler(broken -> end(Outcome.FAILED));
        head.body().endHandler(end -> {
            response = null;
            answer(whole.getBytes());
        });
        head.body().handler(chunk -> {
            if (whole.length() + chunk.length() > maxBytes) {
                end(Outcome.FAILED);
            } else {
                whole.appendBuffer(chunk);
            }
        });
        head.body().resume();
    }

    private void readEvents(BackendResponse head) {
        String id = "\"" + ID + page + "\"";
        SseScanner scanner = new SseScanner(maxBytes, event -> {
            if (response == head && isAnswer(event, id)) {
                response = null;
                head.abort();
                answer(event.data().getBytes());
            }
        });
        head.body().exceptionHandler(broken -> endOf(head));
        head.body().endHandler(end -> endOf(head));
        head.body().handler(chunk -> {
            if (response == head) {
                scanner.feed(chunk);
            }
        });
        head.body().resume();
    }

    private static boolean isAnswer(SseEvent event, String id) {
        return !event.cut()
                && event.type().equals("message")
                && event.data().toString().contains(id);
    }

    /** The stream is over, and the answer has not been in it. */
    private void endOf(BackendResponse head) {
        if (response == head) {
            end(Outcome.FAILED);
        }
    }

    private void answer(byte[] message) {
        Optional<KnownTools.Learnt> learnt =
                outcome.future().isComplete() ? Optional.empty() : known.learn(server, generation, message);
        if (learnt.isEmpty()) {
            end(Outcome.FAILED);
        } else if (learnt.get().nextCursor().isPresent()) {
            next(learnt.get().nextCursor());
        } else {
            end(Outcome.COMPLETE);
        }
    }

    private void end(Outcome how) {
        if (!outcome.tryComplete(how)) {
            return;
        }
        if (response != null) {
            BackendResponse open = response;
            response = null;
            open.abort();
        } else if (how == Outcome.FAILED && attempt != null) {
            attempt.cancel();
        }
    }
}

package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundRequest.Trust;
import dev.securemcp.proxy.net.OutboundResponse;
import dev.securemcp.proxy.net.OutboundUrl;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One endpoint of a backend that is an OAuth resource server itself: fetches what it says of itself (RFC 9728). Only the backend is ever
 * asked, wherever its challenges point; its answer is bounded and kept for a while, a failure for a shorter one, so that callers without
 * any right cannot make the gateway ask in a hurry. Thread-safe.
 */
final class BackendResource {

    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_PATH = 2000;
    private static final long PATIENCE_MILLIS = 5000;
    private static final long KEEP_NANOS = 60_000_000_000L;
    private static final long KEEP_FAILURE_NANOS = 5_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What came of it.
     *
     * @param status 200, 404 where the backend has no document, 502 where it cannot be had
     * @param document as the backend wrote it; null without 200
     */
    record Answer(int status, ObjectNode document) {}

    private record Asked(Future<Answer> answer, long nanos) {

        boolean isFresh(long now) {
            if (!answer.isComplete()) {
                return true;
            }
            return now - nanos < (answer.result().status() == 200 ? KEEP_NANOS : KEEP_FAILURE_NANOS);
        }
    }

    private final Target endpoint;
    private final AtomicReference<String> told = new AtomicReference<>();
    private final AtomicReference<Asked> last = new AtomicReference<>();

    BackendResource(Target endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * A challenge of the backend has named its document: the path of that is tried first.
     *
     * @param url what {@code resource_metadata} says
     */
    void learn(String url) {
        try {
            URI named = new URI(url);
            String path = named.getRawPath();
            if (path != null && path.startsWith("/") && path.length() <= MAX_PATH && named.getRawQuery() == null) {
                told.set(path);
            }
        } catch (URISyntaxException e) {
            // A URL that is none leads nowhere: the usual places are tried.
        }
    }

    /**
     * The document, fetched or from a moment ago. Never fails; may complete on any context.
     *
     * @param now {@link System#nanoTime()}
     */
    Future<Answer> document(HttpCalls http, long now) {
        Asked known = last.get();
        if (known != null && known.isFresh(now)) {
            return known.answer();
        }
        Promise<Answer> answer = Promise.promise();
        if (!last.compareAndSet(known, new Asked(answer.future(), now))) {
            return last.get().answer();
        }
        ask(http, places(), 0).onComplete(asked -> answer.complete(asked.result()));
        return answer.future();
    }

    /** Where documents are: as the backend has told, before its path, and at its root (MCP authorization, discovery). */
    private List<String> places() {
        List<String> places = new ArrayList<>();
        if (told.get() != null) {
            places.add(told.get());
        }
        String path = endpoint.path().equals("/") ? "" : endpoint.path();
        places.add(ResourceUrls.WELL_KNOWN + path);
        places.add(ResourceUrls.WELL_KNOWN);
        return places.stream().distinct().toList();
    }

    private Future<Answer> ask(HttpCalls http, List<String> places, int index) {
        if (index == places.size()) {
            return Future.succeededFuture(new Answer(404, null));
        }
        OutboundUrl url = new OutboundUrl(endpoint.tls(), endpoint.host(), endpoint.port(), places.get(index));
        OutboundRequest request = new OutboundRequest(
                HttpMethod.GET,
                url,
                Trust.OPERATOR,
                HttpHeaders.headers().set(HttpHeaders.ACCEPT, "application/json"),
                null,
                PATIENCE_MILLIS,
                MAX_BYTES,
                0,
                null);
        return http.send(request).transform(answered -> {
            if (answered.failed()) {
                return Future.succeededFuture(new Answer(502, null));
            }
            int status = answered.result().status();
            return status / 100 == 4 ? ask(http, places, index + 1) : Future.succeededFuture(read(answered.result()));
        });
    }

    private static Answer read(OutboundResponse response) {
        if (response.status() == 200) {
            try {
                JsonNode document = JSON.readTree(response.body());
                if (document instanceof ObjectNode object
                        && object.path("authorization_servers").isArray()) {
                    return new Answer(200, object);
                }
            } catch (IOException e) {
                // not a document: as if there were none that could be had
            }
        }
        return new Answer(502, null);
    }
}

package dev.securemcp.proxy.policy.outbound;

import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OneWayCalls;
import dev.securemcp.proxy.net.OutboundException;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundResponse;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Takes calls without a network, keeps them, and answers all of them alike. */
final class FakeCalls implements HttpCalls {

    final List<OutboundRequest> requests = new ArrayList<>();
    private Future<OutboundResponse> answer = Future.succeededFuture(
            new OutboundResponse(200, "", HttpHeaders.headers().add("Content-Type", "text/plain"), bytes("fine")));

    FakeCalls answering(int status, MultiMap headers, String body) {
        answer = Future.succeededFuture(new OutboundResponse(status, "", headers, bytes(body)));
        return this;
    }

    FakeCalls failing(OutboundException.Kind kind) {
        answer = Future.failedFuture(new OutboundException(kind, "idp.example did not answer"));
        return this;
    }

    FakeCalls silent() {
        answer = Future.future(never -> {});
        return this;
    }

    @Override
    public Future<OutboundResponse> send(OutboundRequest request) {
        requests.add(request);
        return answer;
    }

    /** Services that have this network and nothing else. */
    Services services() {
        return Services.NONE.with(this).with(new OneWayCalls(this, 2));
    }

    /** The one call as text: its line, its fields in alphabetical order, its body. */
    String only() {
        if (requests.size() != 1) {
            return requests.size() + " calls";
        }
        OutboundRequest request = requests.getFirst();
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach((name, value) -> fields.merge(name, value, (a, b) -> a + "|" + b));
        return request.method() + " " + request.url()
                + fields.entrySet().stream()
                        .map(field -> " " + field.getKey() + "=" + field.getValue())
                        .collect(Collectors.joining())
                + (request.body() == null ? "" : " [" + request.body() + "]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

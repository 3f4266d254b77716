package dev.securemcp.e2e;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;

/** One client of 2025-11-25 with a session, whose calls may go to another address each time. */
final class Caller {
    private static final String[] REVISION = {"MCP-Protocol-Version", "2025-11-25"};

    private final String key;
    private final String session;

    /** The answer of a call, and how long it took. */
    record Answered(Http.Answer answer, Duration time) {
        int status() {
            return answer.status();
        }
    }

    /** Opens a session at an address. */
    Caller(URI url, String key) throws Exception {
        this.key = key;
        Http.Answer answer = Http.post(url, key, Rpc.INITIALIZE);
        if (answer.status() != 200) {
            throw new IllegalStateException("initialize: " + answer.status() + " " + answer.body());
        }
        session = answer.headers().firstValue("Mcp-Session-Id").orElseThrow();
        String initialized = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
        Http.post(url, key, initialized, "Mcp-Session-Id", session, REVISION[0], REVISION[1]);
    }

    /** Calls a tool; {@code who} is whose counter it is. */
    Answered call(URI url, String who) throws Exception {
        String body =
                Json.write(Map.of("jsonrpc", "2.0", "id", 1, "method", "tools/call", "params", Weather.ALERTS_CALL));
        long began = System.nanoTime();
        Http.Answer answer =
                Http.post(url, key, body, "Mcp-Session-Id", session, REVISION[0], REVISION[1], Fleet.WHO, who);
        return new Answered(answer, Duration.ofNanos(System.nanoTime() - began));
    }

    /** Calls until one is refused, at most {@code bound} times, at the address of each call's number; how many passed. */
    int callsUntil(int refusal, int bound, IntFunction<URI> url, String who) throws Exception {
        for (int calls = 0; calls < bound; calls++) {
            Answered answered = call(url.apply(calls), who);
            if (answered.status() == refusal) {
                return calls;
            }
            if (answered.status() != 200) {
                throw new IllegalStateException(
                        answered.status() + " " + answered.answer().body());
            }
        }
        return bound;
    }
}

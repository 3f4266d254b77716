package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.gateway.bridge.Refusal;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.telemetry.ExchangeEvent;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Decision;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Verdict;
import io.vertx.core.http.HttpServerRequest;

/**
 * Tells telemetry of a request that is no call of a server: what is not found, and the documents that clients read before they call.
 *
 * @param server whose document it is; null for none's
 * @param address the caller's
 * @param start {@link System#nanoTime()} when the request came
 */
record SideReport(Engine engine, HttpServerRequest request, String server, String address, long start) {

    /** It was answered as it wanted. */
    void answered(int status, long bytes) {
        record(new Verdict(Decision.ALLOWED, null, null, status, null, false, Ending.COMPLETE), new Traffic(0, bytes));
    }

    /** It was refused. */
    void refused(ErrorAnswer answer, Ending ending, Traffic traffic) {
        Decision decision = answer.status() >= 500 ? Decision.ERROR : Decision.DENIED;
        record(
                new Verdict(
                        decision,
                        answer.reason().reason(),
                        answer.source(),
                        answer.status(),
                        answer.code(),
                        false,
                        ending),
                traffic);
    }

    /**
     * A bridge has answered otherwise than was wanted, or nobody was there any more.
     *
     * @param refusal null for none
     */
    void bridge(Refusal refusal, int status, Ending ending, Traffic traffic) {
        Decision decision =
                refusal == null ? Decision.ALLOWED : refusal.status() >= 500 ? Decision.ERROR : Decision.DENIED;
        record(
                new Verdict(
                        decision,
                        refusal == null ? null : refusal.reason(),
                        refusal == null ? null : "bridge",
                        status,
                        null,
                        false,
                        ending),
                traffic);
    }

    private void record(Verdict verdict, Traffic traffic) {
        long took = System.nanoTime() - start;
        engine.telemetry()
                .record(new ExchangeEvent(
                        engine.environment().clock().instant(),
                        RequestIds.next().toString(),
                        server,
                        request.method().name(),
                        ExchangeEvent.Operation.NONE,
                        new ExchangeEvent.Caller(null, null, null, address),
                        verdict,
                        new ExchangeEvent.Timing(took, took, -1, -1),
                        traffic));
    }
}

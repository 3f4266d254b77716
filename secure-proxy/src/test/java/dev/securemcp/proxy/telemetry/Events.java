package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Decision;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Operation;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Timing;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Verdict;
import java.time.Instant;

/** Events for tests. */
final class Events {

    static final Instant START = Instant.parse("2026-07-28T10:00:30Z");
    static final Verdict FINE = new Verdict(Decision.ALLOWED, null, null, 200, null, false, Ending.COMPLETE);
    static final Caller LAPTOP = new Caller("laptop", "starter", null, "192.0.2.7");

    private Events() {}

    static Operation call(String tool) {
        return new Operation("tools/call", tool, null, null, "2025-11-25", null, null);
    }

    static Verdict failed(String reason, int status) {
        return new Verdict(Decision.ERROR, reason, "forward-request", status, status, false, Ending.COMPLETE);
    }

    static Verdict denied(String reason, int status) {
        return new Verdict(Decision.DENIED, reason, "authorization", status, status, false, Ending.COMPLETE);
    }

    static ExchangeEvent event(Operation operation, Caller caller, Verdict verdict) {
        return event(operation, caller, verdict, 5_000_000);
    }

    static ExchangeEvent event(Operation operation, Caller caller, Verdict verdict, long nanos) {
        return new ExchangeEvent(
                START,
                "r-1",
                "weather",
                "POST",
                operation,
                caller,
                verdict,
                new Timing(nanos, nanos / 2, nanos / 4, -1),
                new Traffic(300, 400));
    }
}

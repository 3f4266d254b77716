package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.telemetry.ExchangeEvent.Decision;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Timing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Events as metrics. Meters are looked up by a record of labels that exist already; labels have few values (see
 * {@link NameTable}).
 */
final class Metrics {

    /** Buckets of {@code mcp.server.operation.duration} in OpenTelemetry's conventions for MCP. */
    private static final Duration[] BUCKETS = buckets(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300);

    /** Reasons come from the table of errors and from policies; more than this is a mistake somewhere. */
    private static final int MAX_REASONS = 200;

    private record OperationKey(String server, String method, String tool, String outcome, String errorType) {}

    private record ExchangeKey(String server, String httpMethod, int status) {}

    private record ReasonKey(String server, String reason) {}

    private record DetectionKey(String server, String rule) {}

    private record ServerMeters(Counter bytesIn, Counter bytesOut, Timer backend, Timer stream) {}

    private final MeterRegistry registry;
    private final NameTable reasons = new NameTable(MAX_REASONS);
    private final ConcurrentMap<OperationKey, Timer> operations = new ConcurrentHashMap<>();
    private final ConcurrentMap<ExchangeKey, Counter> exchanges = new ConcurrentHashMap<>();
    private final ConcurrentMap<ReasonKey, Counter> denials = new ConcurrentHashMap<>();
    private final ConcurrentMap<ReasonKey, Counter> failures = new ConcurrentHashMap<>();
    private final NameTable rules = new NameTable(MAX_REASONS);
    private final ConcurrentMap<DetectionKey, Counter> detections = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ServerMeters> servers = new ConcurrentHashMap<>();

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void live(String server, Live live) {
        Gauge.builder("proxy.exchanges.active", live, Live::exchanges)
                .description("Exchanges that have begun and not ended")
                .tag("server", server)
                .strongReference(true)
                .register(registry);
        Gauge.builder("proxy.streams.open", live, Live::streams)
                .description("Responses with server-sent events that are open")
                .tag("server", server)
                .strongReference(true)
                .register(registry);
    }

    /**
     * @param server label of the server
     * @param tool label of the tool
     */
    void record(ExchangeEvent event, Outcome outcome, String server, String tool) {
        int status = event.verdict().status();
        exchanges
                .computeIfAbsent(
                        new ExchangeKey(
                                server, httpMethod(event.httpMethod()), status >= 100 && status < 600 ? status : 0),
                        this::exchangeCounter)
                .increment();
        Timing timing = event.timing();
        if (event.operation().method() != null) {
            OperationKey key = new OperationKey(
                    server,
                    McpMethods.label(event.operation().method()),
                    tool,
                    outcome.label(),
                    ErrorType.of(event, outcome));
            operations.computeIfAbsent(key, this::operationTimer).record(timing.total(), TimeUnit.NANOSECONDS);
        }
        if (outcome == Outcome.DENIED) {
            denials.computeIfAbsent(reason(server, event), this::denialCounter).increment();
        } else if (event.verdict().decision() == Decision.ERROR) {
            failures.computeIfAbsent(reason(server, event), this::failureCounter)
                    .increment();
        }
        ServerMeters meters = servers.computeIfAbsent(server, this::serverMeters);
        meters.bytesIn.increment((double) event.traffic().in());
        meters.bytesOut.increment((double) event.traffic().out());
        if (timing.backend() >= 0) {
            meters.backend.record(timing.backend(), TimeUnit.NANOSECONDS);
        }
        if (timing.stream() >= 0) {
            meters.stream.record(timing.stream(), TimeUnit.NANOSECONDS);
        }
    }

    private ReasonKey reason(String server, ExchangeEvent event) {
        String reason = event.verdict().reason();
        if (reason != null) {
            reasons.confirm(reason);
        }
        return new ReasonKey(server, reasons.label(reason));
    }

    /** Something was reported and let pass. */
    void detected(String server, String rule) {
        rules.confirm(rule);
        detections
                .computeIfAbsent(new DetectionKey(server, rules.label(rule)), this::detectionCounter)
                .increment();
    }

    private Counter detectionCounter(DetectionKey key) {
        return Counter.builder("proxy.detections")
                .description("Contents that break a rule and were let pass")
                .tag("server", key.server)
                .tag("rule", key.rule)
                .register(registry);
    }

    private static String httpMethod(String method) {
        return switch (method) {
            case "POST", "GET", "DELETE", "OPTIONS" -> method;
            case null, default -> NameTable.OTHER;
        };
    }

    private Timer operationTimer(OperationKey key) {
        return Timer.builder("mcp.server.operation.duration")
                .description("From a request's head to its answer's end")
                .tag("server", key.server)
                .tag("mcp.method.name", key.method)
                .tag("gen_ai.tool.name", key.tool)
                .tag("outcome", key.outcome)
                .tag("error.type", key.errorType)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private Counter exchangeCounter(ExchangeKey key) {
        return Counter.builder("proxy.exchanges")
                .description("Exchanges that have ended")
                .tag("server", key.server)
                .tag("http.request.method", key.httpMethod)
                .tag("http.response.status_code", key.status == 0 ? "" : Integer.toString(key.status))
                .register(registry);
    }

    private Counter denialCounter(ReasonKey key) {
        return Counter.builder("proxy.denials")
                .description("Exchanges that were refused")
                .tag("server", key.server)
                .tag("reason", key.reason)
                .register(registry);
    }

    private Counter failureCounter(ReasonKey key) {
        return Counter.builder("proxy.failures")
                .description("Exchanges in which something failed on the way")
                .tag("server", key.server)
                .tag("reason", key.reason)
                .register(registry);
    }

    private ServerMeters serverMeters(String server) {
        return new ServerMeters(
                bytes(server, "in"),
                bytes(server, "out"),
                Timer.builder("proxy.backend.duration")
                        .description("From sending to the backend to its response head")
                        .tag("server", server)
                        .serviceLevelObjectives(BUCKETS)
                        .register(registry),
                Timer.builder("proxy.stream.duration")
                        .description("How long event streams were open")
                        .tag("server", server)
                        .register(registry));
    }

    private Counter bytes(String server, String direction) {
        return Counter.builder("proxy.body")
                .description("Bytes of bodies on the client's side")
                .baseUnit("bytes")
                .tag("server", server)
                .tag("direction", direction)
                .register(registry);
    }

    private static Duration[] buckets(double... seconds) {
        Duration[] buckets = new Duration[seconds.length];
        for (int i = 0; i < seconds.length; i++) {
            buckets[i] = Duration.ofMillis(Math.round(seconds[i] * 1000));
        }
        return buckets;
    }
}

package dev.securemcp.proxy.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Takes the event of every exchange and tells whoever wants to know: access log, security log, metrics, summary. Safe for all
 * threads; nothing in it waits.
 */
public final class Telemetry {

    /** Tool names of one server that may be labels. */
    public static final int MAX_TOOLS = 200;

    private final LineLog access;
    private final LineLog security;
    private final Metrics metrics;
    private final Summary summary;
    private final ConcurrentMap<String, NameTable> tools = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Live> live = new ConcurrentHashMap<>();

    /** With the log categories {@code access} and {@code security}. */
    public Telemetry(MeterRegistry registry, InstantSource clock) {
        this(registry, clock, LineLog.category("access"), LineLog.category("security"));
    }

    public Telemetry(MeterRegistry registry, InstantSource clock, LineLog access, LineLog security) {
        this.access = access;
        this.security = security;
        this.metrics = new Metrics(registry);
        this.summary = new Summary(clock);
    }

    /** Tells the names of tools that the configuration of a server has; they may always be labels. */
    public void configuredTools(String server, Collection<String> names) {
        tools(server).configured(names);
    }

    /**
     * What is going on at a server.
     *
     * @param server configured name, or null where a route led to none
     */
    public Live live(String server) {
        String label = label(server);
        Live counts = live.get(label);
        return counts != null ? counts : live.computeIfAbsent(label, this::begin);
    }

    private Live begin(String server) {
        Live counts = new Live();
        metrics.live(server, counts);
        return counts;
    }

    /** Tells that an exchange has ended. To be called once for each. */
    public void record(ExchangeEvent event) {
        Outcome outcome = event.outcome();
        String server = label(event.server());
        String tool = event.operation().tool();
        NameTable known = tools(server);
        if (tool != null && outcome == Outcome.OK) {
            known.confirm(tool);
        }
        String toolLabel = known.label(tool);
        metrics.record(event, outcome, server, toolLabel);
        summary.record(event, outcome, server, toolLabel);
        if (access.enabled()) {
            access.write(LogLine.access(event));
        }
        if (outcome == Outcome.DENIED && security.enabled()) {
            security.write(LogLine.security(event));
        }
    }

    /** Tells of something that was reported and let pass. */
    public void detected(Detection detection) {
        metrics.detected(label(detection.server()), detection.rule());
        if (security.enabled()) {
            security.write(LogLine.detection(detection));
        }
    }

    /** What happened in the last hour and day. Takes some milliseconds on a busy gateway: not for an event loop. */
    public SummaryReport summary() {
        return summary.report();
    }

    private NameTable tools(String server) {
        NameTable table = tools.get(server);
        return table != null ? table : tools.computeIfAbsent(server, name -> new NameTable(MAX_TOOLS));
    }

    private static String label(String server) {
        return server == null ? NameTable.NO_SERVER : server;
    }
}

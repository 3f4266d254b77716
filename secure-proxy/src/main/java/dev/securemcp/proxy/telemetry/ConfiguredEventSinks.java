package dev.securemcp.proxy.telemetry;

import dev.securemcp.proxy.config.EventSinkConfig;
import dev.securemcp.proxy.config.EventSinkConfig.FileSink;
import dev.securemcp.proxy.config.EventSinkConfig.HttpSink;
import dev.securemcp.proxy.exchange.EventSinks;
import dev.securemcp.proxy.net.HttpCalls;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The event sinks of a configuration, each with its queue and its metrics. */
public final class ConfiguredEventSinks implements EventSinks, AutoCloseable {

    /** Before the second and the third try of a post. */
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));

    private final Map<String, EventQueue> queues;

    private ConfiguredEventSinks(Map<String, EventQueue> queues) {
        this.queues = Map.copyOf(queues);
    }

    /**
     * Begins to take events.
     *
     * @param queueBytes bytes of events that may wait for one sink
     * @param fileBytes how large a file grows before it is put aside
     */
    public static ConfiguredEventSinks open(
            Map<String, EventSinkConfig> sinks,
            Vertx vertx,
            HttpCalls http,
            long queueBytes,
            long fileBytes,
            MeterRegistry registry) {
        Map<String, EventQueue> queues = new HashMap<>();
        sinks.forEach((name, sink) -> {
            EventWriter writer =
                    switch (sink) {
                        case FileSink file -> new EventFile(file.file(), fileBytes);
                        case HttpSink post -> new EventPost(vertx.getOrCreateContext(), http, post, PAUSES);
                    };
            EventQueue queue = new EventQueue(name, writer, queueBytes);
            queues.put(name, queue);
            counter(registry, queue, name, "written", EventQueue::written);
            counter(registry, queue, name, "failed", EventQueue::failed);
            counter(registry, queue, name, "dropped", EventQueue::dropped);
            Gauge.builder("proxy.events.waiting", queue, EventQueue::waiting)
                    .description("Bytes of events that wait to be written")
                    .baseUnit("bytes")
                    .tag("sink", name)
                    .register(registry);
        });
        return new ConfiguredEventSinks(queues);
    }

    private static void counter(
            MeterRegistry registry, EventQueue queue, String sink, String outcome, ToDoubleFunction<EventQueue> count) {
        FunctionCounter.builder("proxy.events", queue, count)
                .description("Events of log-to-eventhub")
                .tag("sink", sink)
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void write(String sink, Event event) {
        EventQueue queue = queues.get(sink);
        // A document that was checked against this configuration names no other.
        if (queue != null) {
            queue.add(event);
        }
    }

    /** Takes no more, and writes what waits, for some seconds. Blocks. */
    @Override
    public void close() {
        queues.values().forEach(EventQueue::close);
    }
}

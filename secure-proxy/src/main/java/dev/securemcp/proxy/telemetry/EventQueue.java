package dev.securemcp.proxy.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.securemcp.proxy.exchange.EventSinks.Event;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * The events of one sink on their way: taken without waiting, written by a thread of their own. At most so many bytes of them
 * wait; what comes then is dropped and counted.
 */
final class EventQueue implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy.events");
    private static final JsonFactory JSON = new JsonFactory();

    /** Bytes written at a time, at most, but for one event that is larger. */
    private static final long BATCH_BYTES = 1 << 20;

    /** What an event costs beside its texts. */
    private static final long EVENT = 200;

    private final String name;
    private final EventWriter writer;
    private final long maxBytes;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final LongAdder written = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;
    private boolean failing;

    /** @param maxBytes of events that wait, estimated */
    EventQueue(String name, EventWriter writer, long maxBytes) {
        this.name = name;
        this.writer = writer;
        this.maxBytes = maxBytes;
        this.thread = Thread.ofVirtual().name("events-" + name).start(this::run);
    }

    /** Takes an event, or drops it. Never waits. */
    void add(Event event) {
        long cost = cost(event);
        if (closing || waiting.addAndGet(cost) > maxBytes) {
            if (!closing) {
                waiting.addAndGet(-cost);
            }
            dropped.increment();
            return;
        }
        events.add(event);
    }

    long written() {
        return written.sum();
    }

    long failed() {
        return failed.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    /** Bytes of events that wait or are being written, estimated. */
    long waiting() {
        return waiting.get();
    }

    private static long cost(Event event) {
        return EVENT
                + 2L * event.body().length()
                + (event.partitionKey() == null ? 0 : 2L * event.partitionKey().length());
    }

    private void run() {
        try {
            while (!closing || !events.isEmpty()) {
                Event first = events.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    writeFrom(first);
                }
            }
        } catch (InterruptedException e) {
            // Told to stop while waiting for a sink: what was not written is counted below.
            failed.add(events.size());
        } finally {
            try {
                writer.close();
            } catch (IOException e) {
                LOG.warnf("event sink %s: %s", name, e.getMessage());
            }
        }
    }

    private void writeFrom(Event first) throws InterruptedException {
        List<byte[]> lines = new ArrayList<>();
        long cost = 0;
        long bytes = 0;
        for (Event event = first; event != null; event = bytes < BATCH_BYTES ? events.poll() : null) {
            byte[] line = line(event);
            lines.add(line);
            bytes += line.length;
            cost += cost(event);
        }
        try {
            writer.write(lines);
            written.add(lines.size());
            if (failing) {
                LOG.infof("event sink %s takes events again", name);
                failing = false;
            }
        } catch (IOException e) {
            failed.add(lines.size());
            if (!failing) {
                // Once for a row of failures; how many shows in the metrics.
                LOG.warnf("event sink %s takes no events: %s", name, e.getMessage());
                failing = true;
            }
        } catch (InterruptedException e) {
            failed.add(lines.size());
            throw e;
        } finally {
            waiting.addAndGet(-cost);
        }
    }

    /** An event as a line of JSON, its line end included. */
    static byte[] line(Event event) {
        StringWriter line = new StringWriter(event.body().length() + 100);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", event.time().toString());
            if (event.partitionId() != null) {
                json.writeStringField("partitionId", event.partitionId());
            }
            if (event.partitionKey() != null) {
                json.writeStringField("partitionKey", event.partitionKey());
            }
            json.writeStringField("body", event.body());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Takes no more, and writes what waits for as long as the patience lasts. */
    void close(Duration patience) {
        closing = true;
        try {
            if (!thread.join(patience)) {
                thread.interrupt();
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }
}

package dev.securemcp.proxy.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What happened lately: who called what, how it went, and who was blocked, why and how often.
 *
 * @param generated when this was put together
 * @param started since when the process counts
 * @param hour the running minute and the 59 before it
 * @param day the running hour and the 23 before it
 */
public record SummaryReport(Instant generated, Instant started, Window hour, Window day) {

    /** Rows of one list; more are left out, the least busy first. */
    static final int MAX_ROWS = 500;

    private static final JsonFactory JSON = new JsonFactory();

    /**
     * One span of time. Lists are sorted, busiest first.
     *
     * @param from its beginning
     * @param servers a row for each server
     * @param tools a row for each tool of each server
     * @param subscriptions a row for each subscription, over all servers
     * @param calls a row for each subscription and tool
     * @param blocked who was refused
     */
    public record Window(
            Instant from,
            List<Row> servers,
            List<Row> tools,
            List<Row> subscriptions,
            List<Row> calls,
            List<Blocked> blocked) {}

    /**
     * Counts of one kind of call.
     *
     * @param server null where the row is over all
     * @param tool null where the row is over all; empty for calls that are no tool calls
     * @param subscription null where the row is over all; empty for calls without one
     * @param requests all exchanges that ended
     * @param errors of them: failed in the backend, in the tool or in the gateway
     * @param denied of them: refused by the gateway
     * @param cancelled of them: the client went away
     * @param p50 median duration in nanoseconds, −1 where no call was relayed; streams without an end of their own are left out
     * @param p95 the same for 95 of 100
     * @param p99 the same for 99 of 100
     */
    public record Row(
            String server,
            String tool,
            String subscription,
            long requests,
            long errors,
            long denied,
            long cancelled,
            long p50,
            long p95,
            long p99) {}

    /**
     * One caller refused for one reason.
     *
     * @param server that was asked for
     * @param caller subscription, principal or address; {@code _other} for those that found no place in the table
     * @param kind which of the three
     * @param reason from the table of errors
     * @param source what decided
     * @param count how often
     * @param last the last time
     * @param lastRequest id of that exchange, to be found in the logs
     */
    public record Blocked(
            String server,
            String caller,
            String kind,
            String reason,
            String source,
            long count,
            Instant last,
            String lastRequest) {}

    /** The document that the management port serves. */
    public byte[] toJson() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(8 * 1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("generated", generated.toString());
            json.writeStringField("started", started.toString());
            window(json, "hour", hour);
            window(json, "day", day);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void window(JsonGenerator json, String name, Window window) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("from", window.from.toString());
        rows(json, "servers", window.servers);
        rows(json, "tools", window.tools);
        rows(json, "subscriptions", window.subscriptions);
        rows(json, "calls", window.calls);
        json.writeArrayFieldStart("blocked");
        for (Blocked blocked : window.blocked) {
            blocked(json, blocked);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void rows(JsonGenerator json, String name, List<Row> rows) throws IOException {
        json.writeArrayFieldStart(name);
        for (Row row : rows) {
            json.writeStartObject();
            text(json, "server", row.server);
            text(json, "tool", row.tool);
            text(json, "subscription", row.subscription);
            json.writeNumberField("requests", row.requests);
            json.writeNumberField("errors", row.errors);
            json.writeNumberField("denied", row.denied);
            json.writeNumberField("cancelled", row.cancelled);
            millis(json, "p50Ms", row.p50);
            millis(json, "p95Ms", row.p95);
            millis(json, "p99Ms", row.p99);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void blocked(JsonGenerator json, Blocked blocked) throws IOException {
        json.writeStartObject();
        text(json, "server", blocked.server);
        text(json, "caller", blocked.caller);
        text(json, "kind", blocked.kind);
        text(json, "reason", blocked.reason);
        text(json, "source", blocked.source);
        json.writeNumberField("count", blocked.count);
        json.writeStringField("last", blocked.last.toString());
        text(json, "lastRequest", blocked.lastRequest);
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void millis(JsonGenerator json, String name, long nanos) throws IOException {
        if (nanos >= 0) {
            json.writeNumberField(name, TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0);
        }
    }
}

package dev.securemcp.proxy.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Operation;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Timing;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An event as one line of JSON. Everything outside printable ASCII is escaped, so that no text of a caller can begin a line,
 * move a terminal's cursor or change its reading direction. Absent fields are left out.
 */
final class LogLine {

    /** Chars of a text that a caller chose. */
    private static final int MAX_TEXT = 256;

    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private LogLine() {}

    /** The whole exchange. */
    static String access(ExchangeEvent event) {
        return write(event, true);
    }

    /** Who was refused what, and why. */
    static String security(ExchangeEvent event) {
        return write(event, false);
    }

    /** What was reported and let pass. */
    static String detection(Detection detection) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("log", "security");
            json.writeStringField("time", detection.time().toString());
            text(json, "request", detection.requestId());
            text(json, "server", detection.server());
            text(json, "method", detection.method());
            text(json, "tool", detection.tool());
            caller(json, detection.caller());
            json.writeStringField("decision", "detected");
            json.writeStringField("reason", "ContentInvalid");
            json.writeStringField("source", "validate-content");
            text(json, "path", detection.path());
            text(json, "rule", detection.rule());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return line.toString();
    }

    private static String write(ExchangeEvent event, boolean whole) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            // The two logs often end in one stream.
            json.writeStringField("log", whole ? "access" : "security");
            json.writeStringField("time", event.time().toString());
            text(json, "request", event.requestId());
            text(json, "server", event.server());
            text(json, "http", event.httpMethod());
            operation(json, event.operation());
            caller(json, event.caller());
            verdict(json, event.verdict());
            if (whole) {
                measures(json, event);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return line.toString();
    }

    private static void operation(JsonGenerator json, Operation operation) throws IOException {
        text(json, "method", operation.method());
        text(json, "tool", operation.tool());
        text(json, "prompt", operation.prompt());
        text(json, "resource", withoutSecrets(operation.resource()));
        text(json, "revision", operation.revision());
        text(json, "session", operation.session());
        text(json, "client", operation.client());
    }

    private static void caller(JsonGenerator json, Caller caller) throws IOException {
        text(json, "subscription", caller.subscription());
        text(json, "product", caller.product());
        text(json, "principal", caller.principal());
        text(json, "address", caller.address());
    }

    private static void verdict(JsonGenerator json, Verdict verdict) throws IOException {
        text(json, "decision", verdict.decision().name().toLowerCase(Locale.ROOT));
        text(json, "reason", verdict.reason());
        text(json, "source", verdict.source());
        json.writeNumberField("status", verdict.status());
        if (verdict.rpcCode() != null) {
            json.writeNumberField("code", verdict.rpcCode());
        }
    }

    private static void measures(JsonGenerator json, ExchangeEvent event) throws IOException {
        if (event.verdict().toolError()) {
            json.writeBooleanField("toolError", true);
        }
        if (event.verdict().ending() != Ending.COMPLETE) {
            text(json, "ending", event.verdict().ending().name().toLowerCase(Locale.ROOT));
        }
        Timing timing = event.timing();
        millis(json, "totalMs", timing.total());
        millis(json, "headMs", timing.head());
        millis(json, "backendMs", timing.backend());
        millis(json, "streamMs", timing.stream());
        json.writeNumberField("bytesIn", event.traffic().in());
        json.writeNumberField("bytesOut", event.traffic().out());
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value.length() > MAX_TEXT ? value.substring(0, MAX_TEXT) : value);
        }
    }

    private static void millis(JsonGenerator json, String name, long nanos) throws IOException {
        if (nanos >= 0) {
            json.writeNumberField(name, TimeUnit.NANOSECONDS.toMicros(nanos) / 1000.0);
        }
    }

    /** A resource's URI without what people hide in URIs: user information, query and fragment. */
    static String withoutSecrets(String uri) {
        if (uri == null) {
            return null;
        }
        int end = uri.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = uri.indexOf(mark);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String bare = uri.substring(0, end);
        int authority = bare.indexOf("://");
        if (authority < 0) {
            return bare;
        }
        int path = bare.indexOf('/', authority + 3);
        int user = bare.lastIndexOf('@', path < 0 ? bare.length() : path);
        return user > authority ? bare.substring(0, authority + 3) + bare.substring(user + 1) : bare;
    }
}

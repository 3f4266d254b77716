package dev.securemcp.proxy.gateway.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.securemcp.proxy.exchange.TraceLog;
import dev.securemcp.proxy.gateway.trace.TraceStore.Trace;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Traces on the management port: {@code GET /traces} lists them, {@code GET /traces/{id}} shows one as JSON, or as text with
 * {@code ?format=text}; {@code POST /trace-tokens?server=NAME&minutes=60} issues a token for {@code Apim-Debug-Authorization}.
 */
public final class TraceRoutes {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int DEFAULT_MINUTES = 60;

    private final TraceStore traces;
    private final TraceRequests requests;
    private final Set<String> servers;

    /**
     * @param servers the names that a token can be issued for
     */
    public TraceRoutes(TraceStore traces, TraceRequests requests, Set<String> servers) {
        this.traces = traces;
        this.requests = requests;
        this.servers = servers;
    }

    public void mount(Router router, Handler<RoutingContext> guard) {
        router.get("/traces").handler(guard).handler(this::list);
        router.get("/traces/:id").handler(guard).handler(this::show);
        router.post("/trace-tokens").handler(guard).handler(this::issue);
    }

    private void list(RoutingContext request) {
        json(request, json -> {
            json.writeStartArray();
            for (Trace trace : traces.all()) {
                json.writeStartObject();
                head(json, trace);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private void show(RoutingContext request) {
        Trace trace = traces.find(request.pathParam("id"));
        if (trace == null) {
            text(request, 404, "no such trace: it is unknown, or older than traces are kept\n");
        } else if ("text".equals(request.queryParams().get("format"))) {
            text(request, 200, asText(trace));
        } else {
            json(request, json -> {
                json.writeStartObject();
                head(json, trace);
                json.writeArrayFieldStart("steps");
                for (TraceLog.Entry entry : trace.log().entries()) {
                    entry(json, entry);
                }
                json.writeEndArray();
                if (trace.log().dropped() > 0) {
                    json.writeNumberField("dropped", trace.log().dropped());
                }
                json.writeEndObject();
            });
        }
    }

    private void issue(RoutingContext request) {
        String server = request.queryParams().get("server");
        String minutes = request.queryParams().get("minutes");
        if (server == null || !servers.contains(server)) {
            text(request, 400, "server must be one of " + String.join(", ", servers) + "\n");
            return;
        }
        int lasts;
        try {
            lasts = minutes == null ? DEFAULT_MINUTES : Integer.parseInt(minutes);
        } catch (NumberFormatException e) {
            lasts = 0;
        }
        if (lasts < 1 || lasts > TraceRequests.MAX_AGE.toMinutes()) {
            text(request, 400, "minutes must be a number from 1 to " + TraceRequests.MAX_AGE.toMinutes() + "\n");
            return;
        }
        String token = requests.issue(server, Duration.ofMinutes(lasts));
        json(request, json -> {
            json.writeStartObject();
            json.writeStringField("token", token);
            json.writeStringField("header", TraceRequests.TOKEN);
            json.writeEndObject();
        });
    }

    private static void head(JsonGenerator json, Trace trace) throws IOException {
        json.writeStringField("id", trace.id());
        json.writeStringField("time", trace.time().toString());
        json.writeStringField("server", trace.server());
        json.writeStringField("subscription", trace.subscription());
        if (trace.tool() != null) {
            json.writeStringField("tool", trace.tool());
        }
        json.writeNumberField("status", trace.status());
    }

    private static void entry(JsonGenerator json, TraceLog.Entry entry) throws IOException {
        json.writeStartObject();
        json.writeNumberField("atMicros", entry.atNanos() / 1_000);
        if (entry.tookNanos() >= 0) {
            json.writeNumberField("tookMicros", entry.tookNanos() / 1_000);
        }
        json.writeStringField("source", entry.source());
        if (entry.place().section() != null) {
            json.writeStringField("scope", entry.place().scope());
            json.writeStringField("section", entry.place().section());
            json.writeStringField("path", entry.place().path());
        }
        if (entry.place().policyId() != null) {
            json.writeStringField("policyId", entry.place().policyId());
        }
        json.writeStringField(entry.tookNanos() >= 0 ? "outcome" : "message", entry.outcome());
        if (!entry.values().isEmpty()) {
            json.writeObjectFieldStart("values");
            for (Map.Entry<String, String> value : entry.values().entrySet()) {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static String asText(Trace trace) {
        StringBuilder text = new StringBuilder()
                .append(trace.id())
                .append("  ")
                .append(trace.time())
                .append("  ")
                .append(trace.server())
                .append(trace.tool() == null ? "" : " " + trace.tool())
                .append("  subscription ")
                .append(trace.subscription())
                .append("  status ")
                .append(trace.status())
                .append("\n\n");
        for (TraceLog.Entry entry : trace.log().entries()) {
            text.append(String.format(Locale.ROOT, "%10.3f ms  ", entry.atNanos() / 1e6));
            if (entry.tookNanos() >= 0) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-8s %-9s %-32s %9.3f ms  %s",
                        entry.place().section(),
                        entry.place().scope(),
                        entry.place().path(),
                        entry.tookNanos() / 1e6,
                        entry.outcome()));
            } else {
                text.append(entry.source()).append(": ").append(entry.outcome());
            }
            text.append('\n');
            entry.values().forEach((name, value) -> text.append("               ")
                    .append(name)
                    .append(" = ")
                    .append(value)
                    .append('\n'));
        }
        if (trace.log().dropped() > 0) {
            text.append("and ").append(trace.log().dropped()).append(" more\n");
        }
        return text.toString();
    }

    private interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    private static void json(RoutingContext request, Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(bytes.toByteArray()));
    }

    private static void text(RoutingContext request, int status, String text) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .end(text);
    }
}

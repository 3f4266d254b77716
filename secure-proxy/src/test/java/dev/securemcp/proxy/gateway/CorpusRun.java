package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.securemcp.proxy.gateway.CorpusDocument.Case;
import dev.securemcp.proxy.gateway.CorpusDocument.Documents;
import dev.securemcp.proxy.gateway.CorpusDocument.Expect;
import dev.securemcp.proxy.gateway.CorpusDocument.Metric;
import dev.securemcp.proxy.gateway.CorpusDocument.Received;
import dev.securemcp.proxy.gateway.CorpusDocument.Request;
import dev.securemcp.proxy.gateway.CorpusDocument.Step;
import io.micrometer.core.instrument.DistributionSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one case of a document through a gateway of its own. */
final class CorpusRun {

    private static final String SERVER = "weather-tools";
    private static final Map<String, String> KEYS = Map.of(
            "laptop", "laptop-key-0123456789abcdef",
            "batch", "batch-key-0123456789abcdef",
            "partner", "partner-key-0123456789abcdef");
    private static final Pattern TOKEN = Pattern.compile("jwt\\((\\{.*})\\)");
    private static final Pattern BASIC = Pattern.compile("base64\\(([^)]*)\\)");

    private final CorpusStubs stubs;
    private final Path directory;
    private final UnaryOperator<String> document;

    /**
     * @param directory empty, for this run alone
     * @param document the path of a document of the corpus
     */
    CorpusRun(CorpusStubs stubs, Path directory, UnaryOperator<String> document) {
        this.stubs = stubs;
        this.directory = directory;
        this.document = document;
    }

    void run(String name, CorpusDocument corpus, Case story) throws Exception {
        stubs.play(story);
        InstantSource clock =
                story.at() == null ? InstantSource.system() : InstantSource.fixed(Instant.parse(story.at()));
        try (GatewayFixture gateway =
                GatewayFixture.start(directory, configuration(name, corpus).toString(), true, clock)) {
            for (Step step : story.calls()) {
                call(gateway, step);
            }
        } finally {
            stubs.release();
        }
    }

    private void call(GatewayFixture gateway, Step step) throws Exception {
        WireMessage answer;
        try (Wire wire = gateway.connect()) {
            wire.send(request(step.request()).getBytes(StandardCharsets.UTF_8));
            if (step.meanwhile() != null) {
                await().until(() -> stubs.backend().unseen() > 0);
                CorpusStubs.seen(stubs.backend());
                for (Step other : step.meanwhile()) {
                    call(gateway, other);
                }
                stubs.release();
            }
            answer = wire.response();
        }
        Expect expect = step.expect();
        CorpusMatch.response(expect, answer);
        received("backend", stubs.backend(), expect.backend());
        received("spare backend", stubs.spare(), expect.spare());
        received("service", stubs.service(), expect.service());
        events(expect.events());
        if (expect.metrics() != null) {
            expect.metrics().forEach(metric -> metric(gateway, metric));
        }
        if (expect.trace() != null) {
            trace(gateway, answer, expect.trace());
        }
    }

    /** Calls that nobody waits for may come a little later. */
    private static void received(String what, ScriptedBackend stub, List<Received> expected) throws Exception {
        if (expected != null) {
            await(what).until(() -> stub.unseen() >= expected.size());
        }
        List<WireMessage> seen = CorpusStubs.seen(stub);
        if (expected != null) {
            CorpusMatch.requests(what, expected, seen);
        }
    }

    private void events(List<JsonNode> expected) {
        if (expected == null) {
            return;
        }
        Path file = directory.resolve("events.jsonl");
        await("events")
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= expected.size());
        await("events").untilAsserted(() -> {
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(expected.size());
            for (int i = 0; i < lines.size(); i++) {
                JsonNode event = CorpusMatch.tree(lines.get(i));
                // What documents write is JSON nearly always.
                ((ObjectNode) event).set("content", parsed(event.path("body").asText()));
                CorpusMatch.json(expected.get(i), event, "$", lines.get(i));
            }
        });
    }

    private static JsonNode parsed(String body) {
        return body.startsWith("{") ? CorpusMatch.tree(body) : null;
    }

    private static void metric(GatewayFixture gateway, Metric expected) {
        List<String> tags = new ArrayList<>();
        expected.tags().forEach((name, value) -> {
            tags.add(name);
            tags.add(value);
        });
        DistributionSummary summary = gateway.metrics()
                .find(expected.name())
                .tags(tags.toArray(String[]::new))
                .summary();
        assertThat(summary)
                .as("%s in %s", expected, gateway.metrics().getMeters())
                .isNotNull();
        assertThat(summary.count()).as(expected.name()).isEqualTo(expected.count());
        if (expected.total() != null) {
            assertThat(summary.totalAmount()).as(expected.name()).isEqualTo(expected.total());
        }
    }

    private static void trace(GatewayFixture gateway, WireMessage answer, List<String> expected) {
        String id = answer.header("Apim-Trace-Id");
        assertThat(id).as("Apim-Trace-Id").isNotNull();
        await("trace").until(() -> gateway.engine().traces().find(id) != null);
        List<String> entries = gateway.engine().traces().find(id).log().entries().stream()
                .map(entry -> entry.source() + ": " + entry.outcome() + " " + entry.values())
                .toList();
        assertThat(String.join("\n", entries)).contains(expected);
    }

    private static String request(Request request) {
        String method = request.method() == null ? "POST" : request.method();
        String path = request.path() == null ? "/" + SERVER + "/mcp" : request.path();
        String body = method.equals("POST") ? body(request) : "";
        StringBuilder text = new StringBuilder(method + " " + path);
        if (request.query() != null) {
            text.append('?').append(request.query());
        }
        text.append(" HTTP/1.1\r\n");
        headers(request, method)
                .forEach((name, values) -> values.forEach(value ->
                        text.append(name).append(": ").append(secrets(value)).append("\r\n")));
        if (method.equals("POST")) {
            text.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        return text.append("\r\n").append(body).toString();
    }

    private static Map<String, List<String>> headers(Request request, String method) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("Host", List.of("localhost"));
        headers.put(
                "Accept", List.of(method.equals("GET") ? "text/event-stream" : "application/json, text/event-stream"));
        if (method.equals("POST")) {
            headers.put("Content-Type", List.of("application/json"));
        }
        String key = request.key() == null ? "laptop" : request.key();
        if (!key.equals("none")) {
            headers.put("Ocp-Apim-Subscription-Key", List.of(KEYS.getOrDefault(key, key)));
        }
        if (request.from() != null) {
            headers.put("X-Forwarded-For", List.of(request.from()));
        }
        if (request.headers() != null) {
            request.headers().forEach((name, value) -> {
                List<String> values = new ArrayList<>();
                if (value.isArray()) {
                    value.forEach(one -> values.add(one.asText()));
                } else {
                    values.add(value.asText());
                }
                headers.put(name, values);
            });
        }
        return headers;
    }

    private static String body(Request request) {
        if (request.body() != null) {
            return request.body();
        }
        ObjectNode message = CorpusDocument.MAPPER.createObjectNode();
        message.put("jsonrpc", "2.0");
        if (request.id() == null) {
            message.put("id", 1);
        } else {
            message.set("id", request.id());
        }
        if (request.rpc() != null) {
            message.setAll((ObjectNode) request.rpc());
        } else {
            message.put("method", "tools/call");
            ObjectNode params = message.putObject("params");
            params.put("name", request.tool() == null ? "get_alerts" : request.tool());
            params.set(
                    "arguments",
                    request.arguments() == null ? CorpusDocument.MAPPER.createObjectNode() : request.arguments());
        }
        return message.toString();
    }

    /** Tokens that nobody has signed, and base64. */
    private static String secrets(String header) {
        Matcher token = TOKEN.matcher(header);
        if (token.find()) {
            String jwt = url64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + url64(token.group(1)) + ".c2lnbmF0dXJl";
            return token.replaceFirst(Matcher.quoteReplacement(jwt));
        }
        Matcher basic = BASIC.matcher(header);
        if (basic.find()) {
            return basic.replaceFirst(Matcher.quoteReplacement(
                    Base64.getEncoder().encodeToString(basic.group(1).getBytes(StandardCharsets.UTF_8))));
        }
        return header;
    }

    private static String url64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The gateway.yaml: JSON is YAML too. */
    private JsonNode configuration(String name, CorpusDocument corpus) {
        Documents documents = corpus.documents();
        Map<String, Object> server = new HashMap<>();
        server.put("backend", "weather");
        server.put("display-name", "Weather Tools");
        server.put("subscription-required", corpus.keyRequired());
        Map<String, Object> product = new HashMap<>(Map.of("servers", List.of(SERVER), "display-name", "Starter"));
        Map<String, Object> root = new LinkedHashMap<>();
        if (corpus.serverDocument(name) != null) {
            server.put("policy", document.apply(corpus.serverDocument(name)));
        }
        if (documents != null) {
            put(root, "policy", documents.global());
            put(product, "policy", documents.product());
            if (documents.tools() != null) {
                Map<String, Object> tools = new HashMap<>();
                documents.tools().forEach((tool, file) -> tools.put(tool, Map.of("policy", document.apply(file))));
                server.put("tools", tools);
            }
        }
        if (corpus.toolDenials() != null) {
            server.put("tool-denials", corpus.toolDenials());
        }
        root.put("trusted-proxies", List.of("127.0.0.1"));
        root.put("servers", Map.of(SERVER, server));
        root.put("backends", Map.of("weather", backend(stubs.backend()), "spare", backend(stubs.spare())));
        root.put("products", Map.of("starter", product, "premium", Map.of("servers", List.of(SERVER))));
        root.put(
                "subscriptions",
                Map.of(
                        "laptop", subscription("starter", "laptop"),
                        "batch", subscription("starter", "batch"),
                        "partner", subscription("premium", "partner")));
        root.put("named-values", namedValues(corpus));
        Map<String, String> fragments = new HashMap<>();
        corpus.fragments().forEach((id, file) -> fragments.put(id, document.apply(file)));
        root.put("fragments", fragments);
        root.put("outbound", Map.of("allow", List.of("127.0.0.0/8")));
        root.put("event-sinks", Map.of("audit", Map.of("file", "events.jsonl")));
        return CorpusDocument.MAPPER.valueToTree(root);
    }

    private void put(Map<String, Object> into, String key, String file) {
        if (file != null) {
            into.put(key, document.apply(file));
        }
    }

    private static Map<String, Object> backend(ScriptedBackend stub) {
        return Map.of("instances", List.of(Map.of("url", CorpusStubs.url(stub) + "/mcp")));
    }

    private static Map<String, Object> subscription(String product, String id) {
        return Map.of("product", product, "primary-key", Map.of("value", KEYS.get(id)), "allow-tracing", true);
    }

    private static Map<String, Object> namedValues(CorpusDocument corpus) {
        Map<String, Object> values = new HashMap<>();
        corpus.namedValues()
                .forEach((id, value) -> values.put(id, value.isObject() ? value : Map.of("value", value.asText())));
        return values;
    }
}

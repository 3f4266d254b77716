package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.gateway.CorpusDocument.Documents;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The gateway.yaml around a document of the corpus. */
final class CorpusConfiguration {

    static final String SERVER = "weather-tools";

    /** By subscription. */
    static final Map<String, String> KEYS = Map.of(
            "laptop", "laptop-key-0123456789abcdef",
            "batch", "batch-key-0123456789abcdef",
            "partner", "partner-key-0123456789abcdef");

    private final CorpusStubs stubs;
    private final UnaryOperator<String> document;

    /** @param document the path of a document of the corpus */
    CorpusConfiguration(CorpusStubs stubs, UnaryOperator<String> document) {
        this.stubs = stubs;
        this.document = document;
    }

    /** The gateway.yaml: JSON is YAML too. */
    String of(String name, CorpusDocument corpus) {
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
        root.put("entra", Map.of("authority", stubs.issuer().url()));
        root.put("outbound", Map.of("allow", List.of("127.0.0.0/8")));
        if (corpus.cases().stream()
                .flatMap(story -> story.calls().stream())
                .anyMatch(step -> step.expect().events() != null)) {
            root.put("event-sinks", Map.of("audit", Map.of("file", "events.jsonl")));
        }
        return CorpusDocument.MAPPER.valueToTree(root).toString();
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

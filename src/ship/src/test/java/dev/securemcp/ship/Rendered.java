package dev.securemcp.ship;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of one overlay, and questions about them. */
record Rendered(List<JsonNode> objects) {

    static Rendered of(Kustomize overlay) {
        return new Rendered(overlay.objects());
    }

    List<JsonNode> all(String kind) {
        return objects.stream()
                .filter(object -> object.at("/kind").asText().equals(kind))
                .toList();
    }

    JsonNode one(String kind, String name) {
        return all(kind).stream()
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    /** The one whose name is this, and a hash behind it. */
    JsonNode generated(String kind, String name) {
        return all(kind).stream()
                .filter(object -> name(object).matches(name + "-[a-z0-9]{10}"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no generated " + kind + " " + name));
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    static String title(JsonNode object) {
        return object.at("/kind").asText() + " " + name(object);
    }

    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new HashMap<>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    static JsonNode pod(JsonNode workload) {
        return workload.at("/spec/template/spec");
    }

    static List<JsonNode> containers(JsonNode workload) {
        return each(pod(workload).at("/containers")).toList();
    }

    /** The workloads whose pods a selector means. */
    List<JsonNode> selected(JsonNode labels) {
        return all("Deployment").stream()
                .filter(workload -> covers(map(workload.at("/spec/template/metadata/labels")), map(labels)))
                .toList();
    }

    static boolean covers(Map<String, String> labels, Map<String, String> wanted) {
        return labels.entrySet().containsAll(wanted.entrySet());
    }

    /** Names of the ports of a workload's containers, with their numbers. */
    static Map<String, Integer> ports(JsonNode workload) {
        Map<String, Integer> ports = new HashMap<>();
        containers(workload).forEach(container -> each(container.at("/ports"))
                .forEach(port -> ports.put(
                        port.at("/name").asText(), port.at("/containerPort").asInt())));
        return ports;
    }

    /** The keys of a Secret that the overlay makes, itself or through External Secrets; empty where it does not. */
    Set<String> secretKeys(String name) {
        Set<String> keys = new HashSet<>();
        for (JsonNode secret : all("Secret")) {
            if (name(secret).equals(name)) {
                secret.at("/data").fieldNames().forEachRemaining(keys::add);
            }
        }
        for (JsonNode external : all("ExternalSecret")) {
            if (external.at("/spec/target/name").asText().equals(name)) {
                each(external.at("/spec/data"))
                        .forEach(data -> keys.add(data.at("/secretKey").asText()));
            }
        }
        return keys;
    }

    record Reference(String kind, String name, Collection<String> keys) {}

    /** ConfigMaps and Secrets that a workload's pods need, with the keys that they need of them. */
    static List<Reference> references(JsonNode workload) {
        List<Reference> references = new ArrayList<>();
        for (JsonNode container : containers(workload)) {
            each(container.at("/envFrom")).forEach(from -> {
                add(references, "ConfigMap", from.at("/configMapRef/name"), Stream.empty());
                add(references, "Secret", from.at("/secretRef/name"), Stream.empty());
            });
            each(container.at("/env")).forEach(variable -> {
                JsonNode from = variable.at("/valueFrom");
                add(
                        references,
                        "ConfigMap",
                        from.at("/configMapKeyRef/name"),
                        Stream.of(from.at("/configMapKeyRef/key")));
                add(references, "Secret", from.at("/secretKeyRef/name"), Stream.of(from.at("/secretKeyRef/key")));
            });
        }
        for (JsonNode volume : each(pod(workload).at("/volumes")).toList()) {
            add(references, "ConfigMap", volume.at("/configMap/name"), items(volume.at("/configMap")));
            add(references, "Secret", volume.at("/secret/secretName"), items(volume.at("/secret")));
            each(volume.at("/projected/sources")).forEach(source -> {
                add(references, "ConfigMap", source.at("/configMap/name"), items(source.at("/configMap")));
                add(references, "Secret", source.at("/secret/name"), items(source.at("/secret")));
            });
        }
        return references;
    }

    private static Stream<JsonNode> items(JsonNode source) {
        return each(source.at("/items")).map(item -> item.at("/key"));
    }

    private static void add(List<Reference> to, String kind, JsonNode name, Stream<JsonNode> keys) {
        if (!name.isMissingNode()) {
            to.add(new Reference(kind, name.asText(), keys.map(JsonNode::asText).toList()));
        }
    }
}

package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The steps that a client script reported, one JSON object per line (see {@code src/e2e/node/visit.mjs}). */
record Visit(int status, List<JsonNode> steps, String said) {
    /** A tool call, in the form the scripts take. */
    record ToolCall(String name, Map<String, ?> arguments) {}

    /**
     * What to do on a visit; what is null is left out. {@code touch} is a call that makes the subscribed resource change, null where it
     * does so by itself.
     */
    record Wants(ToolCall call, ToolCall progress, String subscribe, ToolCall touch) {}

    static Visit pay(String script, String... arguments) {
        return pay(Map.of(), script, arguments);
    }

    static Visit pay(Map<String, String> environment, String script, String... arguments) {
        Node.Outcome outcome = Node.run(Node.command(script, arguments), environment);
        return new Visit(
                outcome.status(),
                outcome.output().lines().map(Json::read).toList(),
                outcome.output() + outcome.errors());
    }

    Visit succeeded() {
        assertThat(status).as(said).isZero();
        return this;
    }

    JsonNode step(String name) {
        List<JsonNode> found = all(name);
        assertThat(found).as("steps '%s' in%n%s", name, said).hasSize(1);
        return found.getFirst();
    }

    /** The first of the steps of a name. */
    JsonNode first(String name) {
        assertThat(all(name)).as("steps '%s' in%n%s", name, said).isNotEmpty();
        return all(name).getFirst();
    }

    List<Arrival> progress() {
        return all("progress").stream()
                .map(step -> Arrival.of(
                        step.path("message").asText(),
                        Instant.ofEpochMilli(step.path("at").asLong())))
                .toList();
    }

    /** All steps of a name, in their order. */
    List<JsonNode> all(String name) {
        return steps.stream()
                .filter(step -> step.path("step").asText().equals(name))
                .toList();
    }
}

package dev.securemcp.e2e;

import static org.awaitility.Awaitility.await;

import dev.securemcp.e2e.JavaSdkClient.Transport;
import dev.securemcp.e2e.Visit.ToolCall;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Official clients that make calls in turn over one connection, and tell what each was answered. */
enum RefusedClient {
    TYPESCRIPT_V1("mcp", Map.of("sdk", "v1")),
    TYPESCRIPT_V1_SSE("sse", Map.of("sdk", "v1", "transport", "sse")),
    TYPESCRIPT_V2("mcp", Map.of("sdk", "v2")),
    TYPESCRIPT_V2_MODERN("mcp", Map.of("sdk", "v2", "mode", "auto")),
    JAVA("mcp", Map.of()) {
        @Override
        List<Refusal> calls(URI gateway, String server, String key, List<Step> steps) {
            try (JavaSdkClient client = new JavaSdkClient(Transport.STREAMABLE_HTTP.open(
                    gateway, "/" + server + "/mcp", Map.of("Ocp-Apim-Subscription-Key", key)))) {
                client.sdk.initialize();
                List<Refusal> answers = new ArrayList<>();
                for (Step step : steps) {
                    Refusal answer = call(client, step.call());
                    answers.add(answer);
                    if (step.patient() && !answer.passed()) {
                        answers.add(await("the time that the refusal names")
                                .pollDelay(Duration.ofSeconds(answer.retryAfter()))
                                .atMost(Duration.ofSeconds(60))
                                .until(() -> call(client, step.call()), once -> true));
                    }
                }
                return answers;
            }
        }
    };

    private final String endpoint;
    private final Map<String, String> options;

    RefusedClient(String endpoint, Map<String, String> options) {
        this.endpoint = endpoint;
        this.options = options;
    }

    /** @param patient whether a refused call is made once more, when its refusal says that it will pass */
    record Step(ToolCall call, boolean patient) {
        static Step once(ToolCall call) {
            return new Step(call, false);
        }

        static Step patiently(ToolCall call) {
            return new Step(call, true);
        }
    }

    /** A caller's key is the client's name, so that each has limits of its own. */
    String key() {
        return "key-of-the-client-" + name().toLowerCase(Locale.ROOT);
    }

    boolean isOlderTransport() {
        return endpoint.equals("sse");
    }

    boolean isModern() {
        return this == TYPESCRIPT_V2_MODERN;
    }

    /** Whether its SDK shows the body of a 403; the Java SDK shows the head. */
    boolean showsBodyOf403() {
        return this != JAVA;
    }

    /** The answers, two for a patient step that was refused first. */
    List<Refusal> calls(URI gateway, String server, String key, List<Step> steps) {
        List<String> arguments = new ArrayList<>(List.of(
                "--url", gateway.resolve("/" + server + "/" + endpoint).toString(),
                "--key", key,
                "--calls", Json.write(steps.stream().map(RefusedClient::written).toList())));
        options.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
        Visit visit = Visit.pay("client-refused.mjs", arguments.toArray(String[]::new))
                .succeeded();
        return visit.steps().stream()
                .filter(step -> step.path("step").asText().matches("called|refused"))
                .map(Refusal::of)
                .toList();
    }

    private static Map<String, Object> written(Step step) {
        return Map.of("name", step.call().name(), "arguments", step.call().arguments(), "patient", step.patient());
    }

    private static Refusal call(JavaSdkClient client, ToolCall call) {
        try {
            String text = client.call(call).content().stream()
                    .map(part -> part instanceof TextContent shown ? shown.text() : "")
                    .reduce("", String::concat);
            return Refusal.none(call.name(), text);
        } catch (RuntimeException refused) {
            return Refusal.of(call.name(), refused);
        }
    }
}

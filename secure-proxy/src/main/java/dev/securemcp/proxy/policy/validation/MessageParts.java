package dev.securemcp.proxy.policy.validation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What of a body is checked, as trees. The body has been read before, so it is a message or a batch of them. */
final class MessageParts {

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(1000).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

    /**
     * A value with its place in the body.
     *
     * @param path as a JSON Pointer
     */
    record Part(String path, JsonNode value) {}

    private MessageParts() {}

    /** The whole body. */
    static Part whole(byte[] body) throws IOException {
        return new Part("", MAPPER.readTree(body));
    }

    /** The arguments of the calls of a tool: one unless the body is a batch. Where a call has none, an empty object. */
    static List<Part> arguments(byte[] body, String tool) throws IOException {
        JsonNode root = MAPPER.readTree(body);
        List<Part> parts = new ArrayList<>(1);
        if (root.isArray()) {
            for (int i = 0; i < root.size(); i++) {
                add(root.get(i), "/" + i, tool, parts);
            }
        } else {
            add(root, "", tool, parts);
        }
        return parts;
    }

    private static void add(JsonNode message, String path, String tool, List<Part> parts) {
        JsonNode params = message.path("params");
        if (message.path("method").asText().equals("tools/call")
                && params.path("name").asText().equals(tool)) {
            JsonNode arguments = params.path("arguments");
            parts.add(new Part(
                    path + "/params/arguments",
                    arguments.isMissingNode() || arguments.isNull()
                            ? JsonNodeFactory.instance.objectNode()
                            : arguments));
        }
    }
}

package dev.securemcp.proxy.mcp.list;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is cut out of bytes is what a tree would lose, for messages that nobody thought of. */
class ListMessagePropertyTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEYS = List.of(
            "result",
            "tools",
            "prompts",
            "resources",
            "resourceTemplates",
            "name",
            "uri",
            "uriTemplate",
            "cacheScope",
            "ttlMs",
            "resultType",
            "_meta",
            "id",
            "é",
            "x");
    private static final List<String> TEXTS =
            List.of("a", "ab", "b", "ba", "", "private", "public", "\\u0061", "é\\\"]}", "\\\\");
    private static final ListRule RULE = (kind, name) -> name.startsWith("a");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void the_rest_is_what_a_tree_would_keep(long seed) throws Exception {
        Random random = new Random(seed);
        int changed = 0;
        for (int i = 0; i < 3000; i++) {
            String message = message(random);
            byte[] before = message.getBytes(UTF_8);

            byte[] after = ListMessage.reduce(before, RULE);

            JsonNode expected = reduced(JSON.readTree(before));
            assertThat(JSON.readTree(after)).as(message).isEqualTo(expected);
            assertThat(ListMessage.reduce(after, RULE)).as("again: %s", message).isSameAs(after);
            changed += after == before ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(300);
    }

    private static JsonNode reduced(JsonNode tree) {
        if (tree.get("result") instanceof ObjectNode result) {
            boolean list = false;
            for (ListKind kind : ListKind.values()) {
                String member = Map.of(
                                ListKind.TOOLS, "tools",
                                ListKind.PROMPTS, "prompts",
                                ListKind.RESOURCES, "resources",
                                ListKind.TEMPLATES, "resourceTemplates")
                        .get(kind);
                if (result.get(member) instanceof ArrayNode array) {
                    list = true;
                    ArrayNode kept = result.putArray(member);
                    array.forEach(element -> {
                        JsonNode name = element.get(kind.nameOfEach());
                        if (element.isObject()
                                && name != null
                                && name.isTextual()
                                && name.asText().startsWith("a")) {
                            kept.add(element);
                        }
                    });
                }
            }
            if (list && (result.has("cacheScope") || result.has("ttlMs") || result.has("resultType"))) {
                result.put("cacheScope", "private");
            }
        }
        return tree;
    }

    private static String message(Random random) {
        return space(random) + "{\"jsonrpc\":\"2.0\"," + space(random) + "\"result\"" + space(random) + ":"
                + object(random, 3) + ",\"other\":" + value(random, 2) + "}" + space(random);
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> Integer.toString(random.nextInt());
            case 1 -> "-1.5e3";
            case 2 -> random.nextBoolean() ? "true" : "null";
            case 3, 4 -> "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"";
            case 5 -> object(random, depth - 1);
            default -> array(random, depth - 1);
        };
    }

    private static String object(Random random, int depth) {
        Map<String, String> members = new LinkedHashMap<>();
        for (int i = random.nextInt(6); i >= 0; i--) {
            members.put(KEYS.get(random.nextInt(KEYS.size())), value(random, depth));
        }
        return members.entrySet().stream()
                .map(member -> space(random) + "\"" + member.getKey() + "\"" + space(random) + ":" + space(random)
                        + member.getValue() + space(random))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String array(Random random, int depth) {
        StringBuilder array = new StringBuilder("[").append(space(random));
        for (int i = random.nextInt(4); i > 0; i--) {
            array.append(value(random, depth)).append(space(random)).append(i > 1 ? "," : "");
        }
        return array.append("]").toString();
    }

    private static String space(Random random) {
        return random.nextInt(4) == 0 ? " \n\t" : "";
    }
}

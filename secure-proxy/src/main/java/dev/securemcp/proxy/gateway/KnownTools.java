package dev.securemcp.proxy.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.exchange.ToolSchemas.Input;
import dev.securemcp.proxy.exchange.ToolSchemas.Known;
import dev.securemcp.proxy.exchange.ToolSchemas.Unknown;
import dev.securemcp.proxy.schema.SchemaDocument;
import dev.securemcp.proxy.schema.SchemaLimits;
import dev.securemcp.proxy.schema.UnusableSchemaException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the tools of all servers take: learnt from answers to {@code tools/list}, forgotten when a server says that its tools have
 * changed, when too old, and when there are too many. Safe for all threads.
 */
final class KnownTools {

    /** What one answer to {@code tools/list} told. */
    record Learnt(int tools, Optional<String> nextCursor) {}

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(300).build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final ObjectMapper MAPPER = new ObjectMapper(JSON);

    /** Nothing costs less than this: an empty schema has a key, too. */
    private static final int LEAST = 256;

    private static final int LONGEST_NAME = 256;

    /** Changing a server's tools is changing what its names stand for. */
    private record Key(String server, long generation, String tool) {}

    private final Cache<Key, Input> inputs;
    private final Map<String, Long> generations = new ConcurrentHashMap<>();
    private final SchemaLimits limits;

    /**
     * @param bytes of all schemas together, as text
     * @param age after which a schema is forgotten
     */
    KnownTools(SchemaLimits limits, long bytes, Duration age, Ticker ticker) {
        this.limits = limits;
        this.inputs = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Input input) ->
                        LEAST + (input instanceof Known(SchemaDocument schema) ? schema.bytes() : 0))
                .expireAfterWrite(age)
                .ticker(ticker)
                .build();
    }

    /** What a tool takes; null where nothing is known of it. */
    Input find(String server, String tool) {
        return inputs.getIfPresent(new Key(server, generation(server), tool));
    }

    /** Which of a server's lists of tools holds now; what was asked for before it changed must not be learnt any more. */
    long generation(String server) {
        return generations.getOrDefault(server, 0L);
    }

    /**
     * Learns from a message.
     *
     * @param generation of the server's tools when they were asked for
     * @param message a JSON-RPC response
     * @return empty where it is no answer to {@code tools/list}
     */
    Optional<Learnt> learn(String server, long generation, byte[] message) {
        JsonNode result;
        try {
            result = MAPPER.readTree(message).path("result");
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!result.path("tools").isArray()) {
            return Optional.empty();
        }
        int tools = 0;
        for (JsonNode tool : result.path("tools")) {
            String name = tool.path("name").asText();
            if (!name.isEmpty() && name.length() <= LONGEST_NAME) {
                Key key = new Key(server, generation, name);
                inputs.put(key, input(tool.path("inputSchema"), inputs.getIfPresent(key)));
                tools++;
            }
        }
        JsonNode cursor = result.path("nextCursor");
        return Optional.of(new Learnt(tools, cursor.isTextual() ? Optional.of(cursor.textValue()) : Optional.empty()));
    }

    /** Many callers ask for the same list: what has not changed stays compiled. */
    private Input input(JsonNode schema, Input before) {
        if (before instanceof Known(SchemaDocument known) && known.holds(schema)) {
            return before;
        }
        if (schema.isMissingNode()) {
            return new Unknown("the server publishes none");
        }
        try {
            return new Known(SchemaDocument.read(MAPPER.writeValueAsBytes(schema), limits));
        } catch (UnusableSchemaException | IOException e) {
            return new Unknown("it cannot be used: " + e.getMessage());
        }
    }

    /** A server's tools have changed. */
    void changed(String server) {
        generations.merge(server, 1L, Long::sum);
    }

    /** How many tools are known. */
    long size() {
        return inputs.estimatedSize();
    }
}

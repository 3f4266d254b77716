package dev.securemcp.proxy.mcp.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells requests apart whose results may differ, and none else: a SHA-256 over the method and the params in canonical form, where the
 * order of keys does not count. Numbers count as they are written, since what 1 and 1.0 mean is the tool's business.
 */
public final class RequestDigest {

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();

    /** Parts of {@code _meta} that change no result: who asks, how it is traced, where progress is told. */
    private static final Set<String> IDLE = Set.of(
            "progressToken",
            "traceparent",
            "tracestate",
            "baggage",
            "io.modelcontextprotocol/clientInfo",
            "io.modelcontextprotocol/logLevel");

    /** Params besides these make a request special, such as one that asks for a task. */
    private static final Set<String> PLAIN = Set.of("name", "arguments", "cursor", "uri", "_meta");

    private final MessageDigest digest;
    private boolean broken;

    private RequestDigest(MessageDigest digest) {
        this.digest = digest;
    }

    /**
     * The digest of one request.
     *
     * @param body a single message that was scanned
     * @return empty where the request holds what makes its result its own, or what parsers could read in two ways: a key that stands twice,
     *     half a surrogate pair
     */
    public static Optional<byte[]> of(byte[] body) {
        JsonNode message;
        try {
            message = JSON.readTree(body);
        } catch (IOException e) {
            return Optional.empty();
        }
        JsonNode params = message.path("params");
        for (Iterator<String> names = params.fieldNames(); names.hasNext(); ) {
            if (!PLAIN.contains(names.next())) {
                return Optional.empty();
            }
        }
        try {
            RequestDigest digest = new RequestDigest(MessageDigest.getInstance("SHA-256"));
            digest.text(message.path("method").asText());
            digest.object(params, true);
            return digest.broken ? Optional.empty() : Optional.of(digest.digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Every piece says its kind and its length first, so that no two values look alike. */
    private void value(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> object(node, false);
            case ARRAY -> {
                piece('a', Integer.toString(node.size()));
                node.forEach(this::value);
            }
            case STRING -> text(node.textValue());
            case NUMBER -> piece('n', node.asText());
            default -> piece('l', node.asText());
        }
    }

    private void object(JsonNode node, boolean params) {
        TreeSet<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        if (params
                && node.path("_meta").isObject()
                && telling(node.get("_meta")).isEmpty()) {
            // As good as none: clients differ in whether they send one.
            names.remove("_meta");
        }
        piece('o', Integer.toString(names.size()));
        for (String name : names) {
            text(name);
            if (params && name.equals("_meta")) {
                meta(node.get(name));
            } else {
                value(node.get(name));
            }
        }
    }

    private void meta(JsonNode node) {
        for (String name : telling(node)) {
            text(name);
            value(node.get(name));
        }
    }

    /** The parts of {@code _meta} that may change a result, in order. */
    private static TreeSet<String> telling(JsonNode meta) {
        TreeSet<String> names = new TreeSet<>();
        meta.fieldNames().forEachRemaining(names::add);
        names.removeAll(IDLE);
        return names;
    }

    private void text(String text) {
        broken |= !isWhole(text);
        piece('s', text);
    }

    /** Whether no half of a surrogate pair stands alone: UTF-8 has no form for it, so it would look like a question mark. */
    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                i++;
                if (i == text.length() || !Character.isSurrogatePair(unit, text.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void piece(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((byte) kind);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
    }
}

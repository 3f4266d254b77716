package dev.securemcp.weather.provider;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.securemcp.weather.forecast.Wording;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of sources, which is not trusted: depth and lengths are bounded, and missing things are null. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(1_000_000)
                        .maxNumberLength(40)
                        .build());
    }

    private Json() {}

    /**
     * A whole document.
     *
     * @throws IOException where it is no JSON object
     */
    public static JsonNode object(byte[] body) throws IOException {
        JsonNode node = MAPPER.readTree(body);
        if (node == null || !node.isObject()) {
            throw new IOException("not a JSON object");
        }
        return node;
    }

    /** A text cut to a length; null where it is absent, blank or no text. */
    public static @Nullable String text(JsonNode parent, String field, int length) {
        JsonNode node = parent.path(field);
        return node.isTextual() && !node.textValue().isBlank()
                ? Wording.bounded(node.textValue().strip(), length)
                : null;
    }

    /** A text that has to be there. */
    public static String needed(JsonNode parent, String field, int length) throws IOException {
        String text = text(parent, field, length);
        if (text == null) {
            throw new IOException("the field " + field + " is missing");
        }
        return text;
    }

    /** A finite number; null where it is absent or no number. */
    public static @Nullable Double number(JsonNode parent, String field) {
        return number(parent.path(field));
    }

    public static @Nullable Double number(JsonNode node) {
        return node.isNumber() && Double.isFinite(node.doubleValue()) ? (Double) node.doubleValue() : null;
    }

    /** A moment with its offset; null where it is absent or unreadable. */
    public static @Nullable OffsetDateTime time(JsonNode parent, String field) {
        JsonNode node = parent.path(field);
        try {
            return node.isTextual() ? OffsetDateTime.parse(node.textValue()) : null;
        } catch (DateTimeException _) {
            return null;
        }
    }

    /** A list that has to be there. */
    public static JsonNode array(JsonNode parent, String field) throws IOException {
        JsonNode node = parent.path(field);
        if (!node.isArray()) {
            throw new IOException("the list " + field + " is missing");
        }
        return node;
    }
}

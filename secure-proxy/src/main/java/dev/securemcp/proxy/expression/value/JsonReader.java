package dev.securemcp.proxy.expression.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.securemcp.proxy.expression.run.DateParse;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import java.io.IOException;
import java.util.function.Supplier;

/** Reads JSON as Newtonsoft does by default: lenient about quotes and comments, and texts that look like ISO dates become dates. */
public final class JsonReader {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(JToken.MAX_DEPTH)
                    .maxNumberLength(400)
                    .build())
            .build();

    private final Evaluation evaluation;
    private final JsonParser parser;
    private final boolean dates;

    private JsonReader(Evaluation evaluation, JsonParser parser, boolean dates) {
        this.evaluation = evaluation;
        this.parser = parser;
        this.dates = dates;
    }

    /** Reads one document. */
    public static JToken read(Evaluation e, String text) {
        return read(e, text, true);
    }

    /** Reads one document; dates stay text where not wanted. */
    public static JToken read(Evaluation e, String text, boolean dates) {
        if (text == null) {
            throw Fail.of("ArgumentNullException", "there is no JSON to parse: the text is null");
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            return new JsonReader(e, parser, dates).document();
        } catch (JsonProcessingException x) {
            throw unreadable(x);
        } catch (IOException x) {
            throw Fail.of("JsonReaderException", "the JSON cannot be read");
        }
    }

    /** Reads one document from UTF-8 (or what its first bytes say). */
    public static JToken read(Evaluation e, byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            return new JsonReader(e, parser, true).document();
        } catch (JsonProcessingException x) {
            throw unreadable(x);
        } catch (IOException x) {
            throw Fail.of("JsonReaderException", "the JSON cannot be read");
        }
    }

    /** The token as an object, or an exception that says what it is instead. */
    public static JObject object(JToken token) {
        return require(token, JObject.class, "an object");
    }

    /** The token as an array, or an exception that says what it is instead. */
    public static JArray array(JToken token) {
        return require(token, JArray.class, "an array");
    }

    private static <T extends JToken> T require(JToken token, Class<T> type, String what) {
        if (!type.isInstance(token)) {
            throw Fail.of("JsonReaderException", "the JSON is not " + what + " but " + token.type());
        }
        return type.cast(token);
    }

    private static RuntimeException unreadable(JsonProcessingException x) {
        Supplier<String> place = () -> x.getLocation() == null
                ? ""
                : " at line " + x.getLocation().getLineNr() + ", column "
                        + x.getLocation().getColumnNr();
        return Fail.of("JsonReaderException", "this is not JSON" + place.get());
    }

    private JToken document() throws IOException {
        if (parser.nextToken() == null) {
            throw Fail.of("JsonReaderException", "there is no JSON to parse: the text is empty");
        }
        JToken token = value();
        if (parser.nextToken() != null) {
            throw Fail.of("JsonReaderException", "there is more text behind the JSON document");
        }
        return token;
    }

    private JToken value() throws IOException {
        evaluation.step();
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> {
                JObject object = new JObject();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    object.set(name, value());
                }
                yield object;
            }
            case START_ARRAY -> {
                JArray array = new JArray();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value());
                }
                yield array;
            }
            case VALUE_STRING -> new JValue(text(parser.getText()));
            case VALUE_NUMBER_INT ->
                new JValue(
                        parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                                ? parser.getBigIntegerValue()
                                : parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> new JValue(parser.getDoubleValue());
            case VALUE_TRUE -> new JValue(true);
            case VALUE_FALSE -> new JValue(false);
            default -> new JValue(null);
        };
    }

    private Object text(String text) {
        Object date = dates ? DateParse.json(text) : null;
        return date == null ? text : date;
    }
}

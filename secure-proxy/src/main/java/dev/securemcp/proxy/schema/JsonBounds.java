package dev.securemcp.proxy.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Optional;

/**
 * Bounds on the shape of a JSON document, whatever it says; told in one pass, without building anything of it.
 *
 * @param depth nesting of objects and arrays, the outermost counted
 * @param stringLength characters of a string, names of properties included
 * @param arrayItems items of an array
 * @param properties properties of an object
 */
public record JsonBounds(int depth, int stringLength, int arrayItems, int properties) {

    /** No bound of its own. */
    public static final JsonBounds NONE =
            new JsonBounds(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** No number of a document that anybody means has a larger exponent; arithmetic with such takes for ever. */
    private static final int EXPONENT = 400;

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    /** The first bound that a document breaks; empty where it breaks none. */
    public Optional<Violation> check(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            int nesting = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                nesting += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                Violation broken = look(parser, token, nesting);
                if (broken != null) {
                    return Optional.of(broken);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            // Whoever read it before has seen that it is JSON; what this reader cannot read is not let through.
            return Optional.of(new Violation("", "json", "it cannot be read"));
        }
    }

    private Violation look(JsonParser parser, JsonToken token, int nesting) throws IOException {
        if (nesting > depth) {
            return broken(parser, "max-depth", "it nests deeper than " + depth);
        }
        switch (token) {
            case FIELD_NAME, VALUE_STRING -> {
                if (parser.getTextLength() > stringLength) {
                    return broken(parser, "max-string-length", "a text has more than " + stringLength + " characters");
                }
            }
            case VALUE_NUMBER_FLOAT -> {
                if (exponent(parser.getText()) > EXPONENT) {
                    return broken(parser, "number", "a number's exponent is beyond " + EXPONENT);
                }
            }
            default -> {}
        }
        // Counted where the value begins: the context of a structure that has just begun is the structure's own.
        JsonStreamContext holder =
                token.isStructStart() ? parser.getParsingContext().getParent() : parser.getParsingContext();
        if (holder.inArray() && holder.getCurrentIndex() >= arrayItems) {
            return broken(parser, "max-array-items", "an array has more than " + arrayItems + " items");
        }
        if (token == JsonToken.FIELD_NAME && holder.getCurrentIndex() >= properties) {
            return broken(parser, "max-properties", "an object has more than " + properties + " properties");
        }
        return null;
    }

    private static long exponent(String number) {
        int at = Math.max(number.indexOf('e'), number.indexOf('E'));
        if (at < 0) {
            return 0;
        }
        try {
            return Math.abs(Long.parseLong(number.substring(number.charAt(at + 1) == '+' ? at + 2 : at + 1)));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private static Violation broken(JsonParser parser, String rule, String detail) {
        return new Violation(path(parser.getParsingContext()), rule, detail);
    }

    /** Where the parser stands; names from the document stand in it, since they tell a caller where to look, and are cut. */
    private static String path(JsonStreamContext context) {
        String path = context.pathAsPointer().toString();
        return path.length() > Violation.MAX_PATH ? path.substring(0, Violation.MAX_PATH) : path;
    }
}

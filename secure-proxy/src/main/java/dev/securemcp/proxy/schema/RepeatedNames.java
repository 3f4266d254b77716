package dev.securemcp.proxy.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Properties that an object has twice, or in two spellings. Parsers disagree about which of them counts, so a check of the one says nothing
 * about what a server reads. A tree shows only the last: they are told from the text.
 */
public final class RepeatedNames {

    static final String RULE = "property-names";

    /** What is said of properties that differ in case alone. */
    static final String IN_CASE = "two properties differ in case alone";

    private static final JsonFactory JSON = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final JsonParser parser;
    private final Set<String> places;
    private final Predicate<String> known;
    private final List<Violation> found = new ArrayList<>(0);

    private RepeatedNames(JsonParser parser, Set<String> places, Predicate<String> known) {
        this.parser = parser;
        this.places = places;
        this.known = known;
    }

    /**
     * What repeats, the first {@value SchemaLimits#VIOLATIONS}; empty where nothing does.
     *
     * @param json a document that has been read before
     * @param places JSON Pointers to the values that are looked at, with all that is in them; one that points to nothing is left out
     * @param known of two properties that differ in case alone one has such a name, or they may be two
     * @throws IOException where it cannot be read
     */
    public static List<Violation> in(byte[] json, Set<String> places, Predicate<String> known) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            return new RepeatedNames(parser, places, known).read();
        }
    }

    private List<Violation> read() throws IOException {
        int deepest = places.stream().mapToInt(RepeatedNames::depth).max().orElse(-1);
        int nesting = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token.isStructStart()) {
                begin(nesting++ <= deepest);
            } else if (token.isStructEnd()) {
                nesting--;
            } else if (token == JsonToken.FIELD_NAME && parser.currentValue() instanceof Names names) {
                name(names, parser.currentName());
                if (found.size() == SchemaLimits.VIOLATIONS) {
                    break;
                }
            }
        }
        return found;
    }

    private static int depth(String pointer) {
        return (int) pointer.chars().filter(each -> each == '/').count();
    }

    /** An object or an array begins: it is looked at where what it stands in is, or where it is such a place. */
    private void begin(boolean mayBePlace) {
        JsonStreamContext context = parser.getParsingContext();
        boolean looked = context.getParent().getCurrentValue() != null
                || (mayBePlace && places.contains(context.pathAsPointer().toString()));
        if (looked) {
            context.setCurrentValue(context.inObject() ? new Names() : places);
        }
    }

    private void name(Names names, String name) {
        String first = names.first.putIfAbsent(name, name);
        if (first == null) {
            return;
        }
        if (first.equals(name) || !names.others.add(name)) {
            found("a property stands twice");
        } else if (known.test(first) || known.test(name)) {
            found(IN_CASE);
        }
    }

    private void found(String detail) {
        found.add(new Violation(parser.getParsingContext().pathAsPointer().toString(), RULE, detail));
    }

    /** Names of one object so far. Ordered, not hashed, and compared as parsers do that ignore case: ſ is an s to them. */
    private static final class Names {
        private final TreeMap<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        private final Set<String> others = new HashSet<>(0);
    }
}

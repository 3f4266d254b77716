package dev.securemcp.proxy.expression.run;

import dev.securemcp.proxy.expression.HeaderFacts;
import dev.securemcp.proxy.expression.value.Group;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.Pair;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Everything that can be gone through, as a list. */
public final class Sequences {

    /** What is gone through as pairs. */
    public interface PairSource {
        Map<Object, Object> pairs();
    }

    private Sequences() {}

    /** The elements; a view where that costs nothing, else a copy. */
    @SuppressWarnings("unchecked") // lists of the language hold any object
    public static List<Object> of(Object source) {
        return switch (source) {
            case null -> throw Fail.of("ArgumentNullException", "a sequence is null");
            case List<?> list -> (List<Object>) list;
            case Object[] array -> Arrays.asList(array);
            case byte[] bytes -> new Bytes(bytes);
            case String text -> new Characters(text);
            case Map<?, ?> map -> {
                List<Object> pairs = new ArrayList<>(map.size());
                map.forEach((key, value) -> pairs.add(new Pair(key, value)));
                yield pairs;
            }
            case PairSource pairs -> of(pairs.pairs());
            case Group group -> group.elements();
            case JToken token ->
                token.children() instanceof List<?> list ? (List<Object>) list : new ArrayList<>(token.children());
            case Collection<?> collection -> new ArrayList<>(collection);
            case HeaderFacts headers -> {
                List<Object> pairs = new ArrayList<>();
                for (String name : headers.names()) {
                    pairs.add(new Pair(name, headers.values(name).toArray(String[]::new)));
                }
                yield pairs;
            }
            default -> throw Fail.cast("this value is not a sequence");
        };
    }

    /** Whether a value can be gone through. */
    public static boolean isSequence(Object value) {
        return value instanceof Collection<?>
                || value instanceof Object[]
                || value instanceof byte[]
                || value instanceof String
                || value instanceof Map<?, ?>
                || value instanceof Group
                || value instanceof JToken
                || value instanceof HeaderFacts;
    }

    private static final class Bytes extends AbstractList<Object> {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public Object get(int index) {
            return bytes[index] & 0xff;
        }

        @Override
        public int size() {
            return bytes.length;
        }
    }

    private static final class Characters extends AbstractList<Object> {
        private final String text;

        Characters(String text) {
            this.text = text;
        }

        @Override
        public Object get(int index) {
            return text.charAt(index);
        }

        @Override
        public int size() {
            return text.length();
        }
    }
}

package dev.securemcp.proxy.policy.liquid;

import java.util.AbstractList;
import java.util.List;

/** What gives a value. */
sealed interface Operand {

    Object value(Rendering rendering);

    /** A text, number, truth, null, or {@link Emptiness}. */
    record Literal(Object constant) implements Operand {
        @Override
        public Object value(Rendering rendering) {
            return constant;
        }
    }

    /**
     * A variable and what is picked of it: {@code body.rows[0]["name"]}. What is not there is null.
     *
     * @param root the variable's name
     * @param keys literals for names
     */
    record Path(String root, List<Operand> keys) implements Operand {
        public Path {
            keys = List.copyOf(keys);
        }

        @Override
        public Object value(Rendering rendering) {
            Object at = rendering.variable(root);
            for (Operand key : keys) {
                rendering.step();
                at = Values.member(at, key.value(rendering));
            }
            return at;
        }
    }

    /** {@code (1..5)}: whole numbers, both ends included. */
    record Range(Operand from, Operand to) implements Operand {
        @Override
        public Object value(Rendering rendering) {
            long first = Numbers.whole(from.value(rendering), "a range");
            long last = Numbers.whole(to.value(rendering), "a range");
            return new Span(first, (int) Math.clamp(Math.subtractExact(last, first) + 1, 0, Integer.MAX_VALUE));
        }
    }

    /** A range's numbers, made as they are asked for. */
    final class Span extends AbstractList<Object> {
        private final long first;
        private final int size;

        Span(long first, int size) {
            this.first = first;
            this.size = size;
        }

        @Override
        public Object get(int index) {
            return first + index;
        }

        @Override
        public int size() {
            return size;
        }
    }
}

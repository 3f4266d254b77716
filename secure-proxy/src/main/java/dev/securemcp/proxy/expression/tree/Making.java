package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Ref;
import dev.securemcp.proxy.expression.run.Text;
import dev.securemcp.proxy.expression.value.AnonymousObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes that make values: texts of pieces, arrays, anonymous objects; and calls with {@code out} arguments. */
public final class Making {

    private Making() {}

    /** {@code a + b + c} of texts: one result, whatever the number of pieces. */
    public static final class Concat extends Node {
        private final Node[] pieces;

        public Concat(int at, List<Node> pieces) {
            super(at);
            this.pieces = pieces.toArray(Node[]::new);
        }

        public List<Node> pieces() {
            return List.of(pieces);
        }

        @Override
        public Object eval(Frame f) {
            if (pieces.length == 2) {
                return checked(f.evaluation, Text.of(pieces[0].eval(f)).concat(Text.of(pieces[1].eval(f))));
            }
            StringBuilder out = new StringBuilder();
            for (Node piece : pieces) {
                out.append(Text.of(piece.eval(f)));
                if (out.length() > f.evaluation.limits().stringLength()) {
                    break;
                }
            }
            return checked(f.evaluation, out.toString());
        }

        private String checked(Evaluation e, String made) {
            try {
                return e.text(made);
            } catch (RuntimeException x) {
                throw e.fail(x, at);
            }
        }
    }

    /** A hole of an interpolated string that has a width or a format. */
    public static final class Hole extends Node {
        private final Node value;
        private final int width;
        private final String format;

        public Hole(int at, Node value, int width, String format) {
            super(at);
            this.value = value;
            this.width = width;
            this.format = format;
        }

        @Override
        public Object eval(Frame f) {
            Object shown = value.eval(f);
            try {
                StringBuilder out = new StringBuilder();
                Text.aligned(f.evaluation, out, Text.of(shown, format), width);
                return out.toString();
            } catch (RuntimeException x) {
                throw f.evaluation.fail(x, at);
            }
        }
    }

    /** {@code new[] { … }}. */
    public static final class ArrayOf extends Node {
        private final Node[] elements;
        private final boolean bytes;

        public ArrayOf(int at, Node[] elements, boolean bytes) {
            super(at);
            this.elements = elements;
            this.bytes = bytes;
        }

        @Override
        public Object eval(Frame f) {
            if (bytes) {
                byte[] made = new byte[elements.length];
                for (int i = 0; i < made.length; i++) {
                    made[i] = ((Number) elements[i].eval(f)).byteValue();
                }
                return made;
            }
            Object[] made = new Object[elements.length];
            for (int i = 0; i < made.length; i++) {
                made[i] = elements[i].eval(f);
            }
            return made;
        }
    }

    /** {@code new { … }}. */
    public static final class Anonymous extends Node {
        private final String[] names;
        private final Node[] values;

        public Anonymous(int at, List<String> names, List<Node> values) {
            super(at);
            this.names = names.toArray(String[]::new);
            this.values = values.toArray(Node[]::new);
        }

        @Override
        public Object eval(Frame f) {
            Map<String, Object> members = LinkedHashMap.newLinkedHashMap(names.length);
            for (int i = 0; i < names.length; i++) {
                members.put(names[i], values[i].eval(f));
            }
            return new AnonymousObject(members);
        }
    }

    /** Effects first, then a value: initializers, {@code i++}. */
    public static final class Sequence extends Node {
        private final Node[] effects;
        private final Node value;

        public Sequence(int at, List<Node> effects, Node value) {
            super(at);
            this.effects = effects.toArray(Node[]::new);
            this.value = value;
        }

        @Override
        public Object eval(Frame f) {
            for (Node effect : effects) {
                effect.eval(f);
            }
            return value.eval(f);
        }
    }

    /** Makes the {@link Ref} of an {@code out} argument and keeps it in a slot until the call has come back. */
    public static final class OutArgument extends Node {
        private final Variable slot;

        public OutArgument(int at, Variable slot) {
            super(at);
            this.slot = slot;
        }

        @Override
        public Object eval(Frame f) {
            Ref ref = new Ref();
            slot.store(f, ref);
            return ref;
        }
    }

    /** A call, then the assignments of its {@code out} arguments. */
    public static final class CallWithOut extends Node {
        private final Node call;
        private final List<Node> assignments;

        public CallWithOut(int at, Node call, List<Node> assignments) {
            super(at);
            this.call = call;
            this.assignments = List.copyOf(assignments);
        }

        @Override
        public Object eval(Frame f) {
            Object result = call.eval(f);
            for (Node assignment : assignments) {
                assignment.eval(f);
            }
            return result;
        }
    }

    /** What an {@code out} argument was set to. */
    public static final class OutValue extends Node {
        private final Variable slot;
        private final Object fallback;

        /** @param fallback the type's default, where the call set null */
        public OutValue(int at, Variable slot, Object fallback) {
            super(at);
            this.slot = slot;
            this.fallback = fallback;
        }

        @Override
        public Object eval(Frame f) {
            Object value = ((Ref) slot.eval(f)).get();
            return value == null ? fallback : value;
        }
    }
}

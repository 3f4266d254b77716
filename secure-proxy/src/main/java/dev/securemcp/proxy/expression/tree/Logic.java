package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.Values;

/** Truth: and, or, not, choice, equality. No bool is boxed on the way. */
public final class Logic {

    private Logic() {}

    /** A node whose value is a bool. */
    public abstract static class Condition extends Node {
        protected Condition(int at) {
            super(at);
        }

        @Override
        public final Object eval(Frame f) {
            return test(f) ? Boolean.TRUE : Boolean.FALSE;
        }

        @Override
        public abstract boolean test(Frame f);
    }

    /** {@code a && b}. */
    public static final class And extends Condition {
        private final Node a;
        private final Node b;

        public And(int at, Node a, Node b) {
            super(at);
            this.a = a;
            this.b = b;
        }

        @Override
        public boolean test(Frame f) {
            return a.test(f) && b.test(f);
        }
    }

    /** {@code a || b}. */
    public static final class Or extends Condition {
        private final Node a;
        private final Node b;

        public Or(int at, Node a, Node b) {
            super(at);
            this.a = a;
            this.b = b;
        }

        @Override
        public boolean test(Frame f) {
            return a.test(f) || b.test(f);
        }
    }

    /** {@code !a}. */
    public static final class Not extends Condition {
        private final Node a;

        public Not(int at, Node a) {
            super(at);
            this.a = a;
        }

        @Override
        public boolean test(Frame f) {
            return !a.test(f);
        }
    }

    /** {@code a == b} by value; for texts too. */
    public static final class Equal extends Condition {
        private final Node a;
        private final Node b;
        private final boolean wanted;

        public Equal(int at, Node a, Node b, boolean wanted) {
            super(at);
            this.a = a;
            this.b = b;
            this.wanted = wanted;
        }

        @Override
        public boolean test(Frame f) {
            Object first = a.eval(f);
            Object second = b.eval(f);
            if (first instanceof String text && text.length() > 256) {
                Statements.tick(f.evaluation, text.length() >> 8, at);
            }
            return Values.equal(first, second) == wanted;
        }
    }

    /** {@code a == b} of two texts (or nulls). */
    public static final class SameText extends Condition {
        private final Node a;
        private final Node b;
        private final boolean wanted;

        public SameText(int at, Node a, Node b, boolean wanted) {
            super(at);
            this.a = a;
            this.b = b;
            this.wanted = wanted;
        }

        @Override
        public boolean test(Frame f) {
            String first = (String) a.eval(f);
            String second = (String) b.eval(f);
            if (first != null && second != null && first.length() > 256 && first.length() == second.length()) {
                Statements.tick(f.evaluation, first.length() >> 8, at);
            }
            return (first == null ? second == null : first.equals(second)) == wanted;
        }
    }

    /** {@code a == b} of references whose type does not say otherwise. */
    public static final class SameReference extends Condition {
        private final Node a;
        private final Node b;
        private final boolean wanted;

        public SameReference(int at, Node a, Node b, boolean wanted) {
            super(at);
            this.a = a;
            this.b = b;
            this.wanted = wanted;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // this is what the operator means there
        public boolean test(Frame f) {
            return (a.eval(f) == b.eval(f)) == wanted;
        }
    }

    /** {@code c ? a : b}. */
    public static final class Choice extends Node {
        private final Node condition;
        private final Node yes;
        private final Node no;

        public Choice(int at, Node condition, Node yes, Node no) {
            super(at);
            this.condition = condition;
            this.yes = yes;
            this.no = no;
        }

        @Override
        public Object eval(Frame f) {
            return condition.test(f) ? yes.eval(f) : no.eval(f);
        }
    }

    /** {@code a ?? b}. */
    public static final class Coalesce extends Node {
        private final Node a;
        private final Node b;

        public Coalesce(int at, Node a, Node b) {
            super(at);
            this.a = a;
            this.b = b;
        }

        @Override
        public Object eval(Frame f) {
            Object value = a.eval(f);
            return value != null ? value : b.eval(f);
        }
    }

    /** {@code a?.b}: the value before goes into a slot that the rest reads. */
    public static final class Conditional extends Node {
        private final Node target;
        private final Variable slot;
        private final Node rest;

        public Conditional(int at, Node target, Variable slot, Node rest) {
            super(at);
            this.target = target;
            this.slot = slot;
            this.rest = rest;
        }

        @Override
        public Object eval(Frame f) {
            Object value = target.eval(f);
            if (value == null) {
                return null;
            }
            slot.store(f, value);
            return rest.eval(f);
        }
    }
}

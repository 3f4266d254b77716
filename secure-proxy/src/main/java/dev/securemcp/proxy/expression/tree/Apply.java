package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.Evaluation;

/** Small operations on values: conversions, operators on numbers and dates, tests of types. */
public final class Apply {

    private Apply() {}

    /** On one value. */
    @FunctionalInterface
    public interface One {
        Object apply(Evaluation e, Object a);
    }

    /** On two values. */
    @FunctionalInterface
    public interface Two {
        Object apply(Evaluation e, Object a, Object b);
    }

    /** A test of one value. */
    @FunctionalInterface
    public interface Test {
        boolean test(Evaluation e, Object a);
    }

    /** A test of two values. */
    @FunctionalInterface
    public interface Test2 {
        boolean test(Evaluation e, Object a, Object b);
    }

    public static Node one(Node a, One operation) {
        return new OneNode(a.at(), a, operation);
    }

    public static Node two(int at, Node a, Node b, Two operation) {
        return new TwoNode(at, a, b, operation);
    }

    public static Node test(int at, Node a, Test test) {
        return new Logic.Condition(at) {
            @Override
            public boolean test(Frame f) {
                Object value = a.eval(f);
                try {
                    return test.test(f.evaluation, value);
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
            }
        };
    }

    public static Node test(int at, Node a, Node b, Test2 test) {
        return new Logic.Condition(at) {
            @Override
            public boolean test(Frame f) {
                Object first = a.eval(f);
                Object second = b.eval(f);
                try {
                    return test.test(f.evaluation, first, second);
                } catch (RuntimeException x) {
                    throw f.evaluation.fail(x, at);
                }
            }
        };
    }

    private static final class OneNode extends Node {
        private final Node a;
        private final One operation;

        OneNode(int at, Node a, One operation) {
            super(at);
            this.a = a;
            this.operation = operation;
        }

        @Override
        public Object eval(Frame f) {
            Object value = a.eval(f);
            try {
                return operation.apply(f.evaluation, value);
            } catch (RuntimeException x) {
                throw f.evaluation.fail(x, at);
            }
        }
    }

    private static final class TwoNode extends Node {
        private final Node a;
        private final Node b;
        private final Two operation;

        TwoNode(int at, Node a, Node b, Two operation) {
            super(at);
            this.a = a;
            this.b = b;
            this.operation = operation;
        }

        @Override
        public Object eval(Frame f) {
            Object first = a.eval(f);
            Object second = b.eval(f);
            try {
                return operation.apply(f.evaluation, first, second);
            } catch (RuntimeException x) {
                throw f.evaluation.fail(x, at);
            }
        }
    }
}

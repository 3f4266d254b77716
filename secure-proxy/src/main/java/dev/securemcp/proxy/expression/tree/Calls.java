package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;
import dev.securemcp.proxy.expression.type.Fn;

/** Calls of the library's functions, one node per number of arguments. */
public final class Calls {

    private Calls() {}

    /**
     * A call.
     *
     * @param name for the error when the object is null
     * @param onObject whether the first argument is the object, which must not be null
     */
    @SuppressWarnings("unchecked") // the binder checks the types of the arguments
    public static Node of(int at, String name, boolean onObject, Fn fn, Node[] a) {
        return switch (fn) {
            case Fn.F0 f -> new Call0(at, f);
            case Fn.F1<?> f -> new Call1(at, name, onObject, (Fn.F1<Object>) f, a[0]);
            case Fn.F2<?> f -> new Call2(at, name, onObject, (Fn.F2<Object>) f, a[0], a[1]);
            case Fn.F3<?> f -> new Call3(at, name, onObject, (Fn.F3<Object>) f, a[0], a[1], a[2]);
            default -> new CallMany(at, name, onObject, fn, a);
        };
    }

    static Object object(Object value, String name, Evaluation e, int at) {
        if (value == null) {
            throw e.fail(Fail.nullReference("'" + name + "' was asked of null"), at);
        }
        return value;
    }

    private static final class Call0 extends Node {
        private final Fn.F0 fn;

        Call0(int at, Fn.F0 fn) {
            super(at);
            this.fn = fn;
        }

        @Override
        public Object eval(Frame f) {
            Evaluation e = f.evaluation;
            try {
                e.step();
                return fn.call(e);
            } catch (RuntimeException x) {
                throw e.fail(x, at);
            }
        }
    }

    private static final class Call1 extends Node {
        private final String name;
        private final boolean onObject;
        private final Fn.F1<Object> fn;
        private final Node a;

        Call1(int at, String name, boolean onObject, Fn.F1<Object> fn, Node a) {
            super(at);
            this.name = name;
            this.onObject = onObject;
            this.fn = fn;
            this.a = a;
        }

        @Override
        public Object eval(Frame f) {
            Evaluation e = f.evaluation;
            Object first = a.eval(f);
            if (onObject && first == null) {
                object(null, name, e, at);
            }
            try {
                e.step();
                return fn.call(e, first);
            } catch (RuntimeException x) {
                throw e.fail(x, at);
            }
        }
    }

    private static final class Call2 extends Node {
        private final String name;
        private final boolean onObject;
        private final Fn.F2<Object> fn;
        private final Node a;
        private final Node b;

        Call2(int at, String name, boolean onObject, Fn.F2<Object> fn, Node a, Node b) {
            super(at);
            this.name = name;
            this.onObject = onObject;
            this.fn = fn;
            this.a = a;
            this.b = b;
        }

        @Override
        public Object eval(Frame f) {
            Evaluation e = f.evaluation;
            Object first = a.eval(f);
            if (onObject && first == null) {
                object(null, name, e, at);
            }
            Object second = b.eval(f);
            try {
                e.step();
                return fn.call(e, first, second);
            } catch (RuntimeException x) {
                throw e.fail(x, at);
            }
        }
    }

    private static final class Call3 extends Node {
        private final String name;
        private final boolean onObject;
        private final Fn.F3<Object> fn;
        private final Node a;
        private final Node b;
        private final Node c;

        Call3(int at, String name, boolean onObject, Fn.F3<Object> fn, Node a, Node b, Node c) {
            super(at);
            this.name = name;
            this.onObject = onObject;
            this.fn = fn;
            this.a = a;
            this.b = b;
            this.c = c;
        }

        @Override
        public Object eval(Frame f) {
            Evaluation e = f.evaluation;
            Object first = a.eval(f);
            if (onObject && first == null) {
                object(null, name, e, at);
            }
            Object second = b.eval(f);
            Object third = c.eval(f);
            try {
                e.step();
                return fn.call(e, first, second, third);
            } catch (RuntimeException x) {
                throw e.fail(x, at);
            }
        }
    }

    private static final class CallMany extends Node {
        private final String name;
        private final boolean onObject;
        private final Fn fn;
        private final Node[] nodes;

        CallMany(int at, String name, boolean onObject, Fn fn, Node[] nodes) {
            super(at);
            this.name = name;
            this.onObject = onObject;
            this.fn = fn;
            this.nodes = nodes;
        }

        @Override
        public Object eval(Frame f) {
            Evaluation e = f.evaluation;
            Object[] values = new Object[nodes.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = nodes[i].eval(f);
                if (i == 0 && onObject && values[0] == null) {
                    object(null, name, e, at);
                }
            }
            try {
                e.step();
                return Fn.apply(fn, e, values);
            } catch (RuntimeException x) {
                throw e.fail(x, at);
            }
        }
    }
}

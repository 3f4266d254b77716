package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.Closure;
import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.run.Fail;

/** Lambdas and local functions. */
public final class Functions {

    private Functions() {}

    /**
     * The body of a function. The parameters are its first slots.
     *
     * @param value of an expression body; null where there are statements
     * @param statements of a block body; null where there is a value
     */
    public record Body(String name, int parameters, int slots, int height, Node value, Statement statements) {

        Object run(Evaluation e, Frame parent, Object[] arguments) {
            if (arguments.length != parameters) {
                throw Fail.operation(name + " takes " + parameters + " arguments, got " + arguments.length);
            }
            e.enter(height);
            try {
                Frame frame = new Frame(e, parent, slots);
                System.arraycopy(arguments, 0, frame.slots, 0, parameters);
                return finish(frame);
            } finally {
                e.leave(height);
            }
        }

        Object run(Evaluation e, Frame parent, Object a) {
            if (parameters != 1) {
                return run(e, parent, new Object[] {a});
            }
            e.enter(height);
            try {
                Frame frame = new Frame(e, parent, slots);
                frame.slots[0] = a;
                return finish(frame);
            } finally {
                e.leave(height);
            }
        }

        private Object finish(Frame frame) {
            if (value != null) {
                return value.eval(frame);
            }
            statements.exec(frame);
            return frame.result;
        }
    }

    /** Makes the function a value that remembers the variables around it. */
    public static final class Create extends Node {
        private final Body[] body;

        /** @param body an array of one, filled once the body is bound: a local function may call itself */
        public Create(int at, Body[] body) {
            super(at);
            this.body = body;
        }

        @Override
        public Object eval(Frame f) {
            return new Instance(body[0], f.evaluation, f);
        }
    }

    private record Instance(Body body, Evaluation evaluation, Frame parent) implements Closure {
        @Override
        public Object call(Object[] arguments) {
            return body.run(evaluation, parent, arguments);
        }

        @Override
        public Object call(Object a) {
            return body.run(evaluation, parent, a);
        }

        @Override
        public int arity() {
            return body.parameters();
        }
    }

    /** Calls a function that is a value. */
    public static final class Invoke extends Node {
        private final Node function;
        private final Node[] arguments;

        public Invoke(int at, Node function, Node[] arguments) {
            super(at);
            this.function = function;
            this.arguments = arguments;
        }

        @Override
        public Object eval(Frame f) {
            Object target = Calls.object(function.eval(f), "Invoke", f.evaluation, at);
            Object[] values = new Object[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = arguments[i].eval(f);
            }
            try {
                return ((Closure) target).call(values);
            } catch (RuntimeException x) {
                throw f.evaluation.fail(x, at);
            }
        }
    }
}

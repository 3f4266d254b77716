package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.run.Fail;
import java.util.List;

/** {@code try}, {@code catch}, {@code finally}. What a bound of the evaluation threw is not caught, and runs no {@code finally}. */
public final class TryStatement extends Statement {

    /**
     * A handler.
     *
     * @param type the exception's name; null for any
     * @param variable takes the exception; null for none
     * @param filter {@code when}; null for none
     */
    public record Handler(String type, Variable variable, Node filter, Statement body) {}

    private final Statement body;
    private final List<Handler> handlers;
    private final Statement last;

    public TryStatement(Statement body, List<Handler> handlers, Statement last) {
        this.body = body;
        this.handlers = List.copyOf(handlers);
        this.last = last;
    }

    @Override
    int exec(Frame f) {
        if (last == null) {
            return guarded(f);
        }
        int next;
        Object result;
        try {
            next = guarded(f);
            result = f.result;
        } catch (ExpressionException x) {
            if (Fail.catchable(x)) {
                last.exec(f);
            }
            throw x;
        }
        last.exec(f);
        f.result = result;
        return next;
    }

    private int guarded(Frame f) {
        try {
            return body.exec(f);
        } catch (ExpressionException x) {
            if (!Fail.catchable(x)) {
                throw x;
            }
            for (Handler handler : handlers) {
                if (handler.type() != null && !Fail.isA(x, handler.type())) {
                    continue;
                }
                if (handler.variable() != null) {
                    handler.variable().store(f, x);
                }
                if (handler.filter() == null || handler.filter().test(f)) {
                    return handler.body().exec(f);
                }
            }
            throw x;
        }
    }

    /** {@code throw value}; a rethrow reads the variable that the handler stored. */
    public static final class Throw extends Node {
        private final Node exception;

        public Throw(int at, Node exception) {
            super(at);
            this.exception = exception;
        }

        @Override
        public Object eval(Frame f) {
            Object thrown = Calls.object(exception.eval(f), "throw", f.evaluation, at);
            throw f.evaluation.fail(
                    thrown instanceof ExpressionException x
                            ? x
                            : Fail.of("InvalidCastException", "only exceptions can be thrown"),
                    at);
        }
    }
}

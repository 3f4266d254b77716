package dev.securemcp.proxy.expression.tree;

/** A value known at load. */
public final class Constant extends Node {

    private final Object value;

    public Constant(int at, Object value) {
        super(at);
        this.value = value;
    }

    public Object value() {
        return value;
    }

    @Override
    public Object eval(Frame f) {
        return value;
    }
}

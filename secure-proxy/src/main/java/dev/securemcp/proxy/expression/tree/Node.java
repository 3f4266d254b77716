package dev.securemcp.proxy.expression.tree;

/** A compiled expression or part of one: immutable, evaluated any number of times by any thread. */
public abstract class Node {

    /** Offset in the expression's text, for errors. */
    final int at;

    protected Node(int at) {
        this.at = at;
    }

    public final int at() {
        return at;
    }

    public abstract Object eval(Frame f);

    /** As a condition; only for nodes whose static type is bool. */
    public boolean test(Frame f) {
        return (Boolean) eval(f);
    }
}

package dev.securemcp.proxy.expression.tree;

/** A compiled statement. */
public abstract class Statement {

    static final int NEXT = 0;
    static final int BREAK = 1;
    static final int CONTINUE = 2;
    static final int RETURN = 3;

    /** Runs it; says how it goes on. A returned value is left in the frame. */
    abstract int exec(Frame f);
}

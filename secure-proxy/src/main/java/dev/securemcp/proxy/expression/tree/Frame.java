package dev.securemcp.proxy.expression.tree;

import dev.securemcp.proxy.expression.run.Evaluation;

/** The variables of one call of a function of the expression (the outermost one included). */
public final class Frame {

    private static final Object[] NONE = {};

    final Evaluation evaluation;
    final Frame parent;
    final Object[] slots;
    Object result;

    public Frame(Evaluation evaluation, Frame parent, int slots) {
        this.evaluation = evaluation;
        this.parent = parent;
        this.slots = slots == 0 ? NONE : new Object[slots];
    }

    /** The frame of the function that encloses this one, that many levels up. */
    Frame up(int hops) {
        Frame at = this;
        for (int i = 0; i < hops; i++) {
            at = at.parent;
        }
        return at;
    }
}

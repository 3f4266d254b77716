package dev.securemcp.proxy.expression.tree;

/** A local variable: of this function, or of one around it. */
public final class Variable extends Node {

    private final int hops;
    private final int slot;

    public Variable(int at, int hops, int slot) {
        super(at);
        this.hops = hops;
        this.slot = slot;
    }

    @Override
    public Object eval(Frame f) {
        return hops == 0 ? f.slots[slot] : f.up(hops).slots[slot];
    }

    public void store(Frame f, Object value) {
        f.up(hops).slots[slot] = value;
    }

    /** An assignment to it, whose value is what was assigned. */
    public Node assignment(int place, Node value) {
        return new Assignment(place, this, value);
    }

    private static final class Assignment extends Node {
        private final Variable target;
        private final Node value;

        Assignment(int at, Variable target, Node value) {
            super(at);
            this.target = target;
            this.value = value;
        }

        @Override
        public Object eval(Frame f) {
            Object assigned = value.eval(f);
            target.store(f, assigned);
            return assigned;
        }
    }
}

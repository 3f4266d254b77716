package dev.securemcp.proxy.expression.run;

import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.ExpressionLimits;
import dev.securemcp.proxy.expression.PositionMap;
import java.util.Collection;

/** One evaluation under way: its context and what it has used of its bounds. Used by one thread. */
public final class Evaluation {

    private final ExpressionContext context;
    private final ExpressionLimits limits;
    private final PositionMap positions;
    private int steps;
    private int depth;
    private long produced;
    private int regexSteps;

    public Evaluation(ExpressionContext context, ExpressionLimits limits, PositionMap positions) {
        this.context = context;
        this.limits = limits;
        this.positions = positions;
        this.steps = limits.steps();
        this.regexSteps = limits.regexSteps();
    }

    public ExpressionContext context() {
        return context;
    }

    public ExpressionLimits limits() {
        return limits;
    }

    /** Counts one step. */
    public void step() {
        if (--steps < 0) {
            throw Fail.limit("the expression took more than " + limits.steps() + " steps");
        }
    }

    /** Counts bulk work by its size. */
    public void steps(int count) {
        if ((steps -= Math.max(count, 0)) < 0) {
            throw Fail.limit("the expression took more than " + limits.steps() + " steps");
        }
    }

    /** Counts a character that a regular expression looks at. */
    public void regexStep() {
        if (--regexSteps < 0) {
            throw Fail.limit("regular expressions looked at more than " + limits.regexSteps()
                    + " characters; simplify the pattern, it may backtrack without end");
        }
    }

    /** Counts a string about to be made, or just made. */
    public void length(long length) {
        if (length > limits.stringLength()) {
            throw Fail.limit("a string or array of more than " + limits.stringLength() + " characters or bytes");
        }
        produced += length;
        if (produced > limits.totalLength()) {
            throw Fail.limit(
                    "the expression produced more than " + limits.totalLength() + " characters or bytes in sum");
        }
        steps((int) (length >> 8));
    }

    /** Counts a string just made, and hands it on. */
    public String text(String made) {
        if (made != null) {
            length(made.length());
        }
        return made;
    }

    /** Counts bytes just made, and hands them on. */
    public byte[] bytes(byte[] made) {
        if (made != null) {
            length(made.length);
        }
        return made;
    }

    /** Checks the size that a collection is about to have. */
    public void size(long size) {
        if (size > limits.collectionSize()) {
            throw Fail.limit("a collection of more than " + limits.collectionSize() + " elements");
        }
    }

    /** Counts a collection just made, by its size, and hands it on. */
    public <C extends Collection<?>> C collection(C made) {
        size(made.size());
        steps(made.size());
        return made;
    }

    /** Goes into a function whose tree has that height. */
    public void enter(int height) {
        step();
        depth += height + 4;
        if (depth > limits.depth()) {
            throw Fail.limit("functions call each other too deep");
        }
    }

    /** Comes back from a function. */
    public void leave(int height) {
        depth -= height + 4;
    }

    /** Where an offset stands in the document. */
    public Position position(int at) {
        return positions.at(at);
    }

    /** Whatever a node or a function of the library threw, as the one exception of the language, with its place. */
    public ExpressionException fail(RuntimeException thrown, int at) {
        if (thrown instanceof ExpressionException own) {
            return own.position() != null ? own : new ExpressionException(own.kind(), own.getMessage(), position(at));
        }
        ExpressionException translated = Fail.translate(thrown);
        return new ExpressionException(translated.kind(), translated.getMessage(), position(at));
    }
}

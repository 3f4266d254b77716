package dev.securemcp.proxy.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;

/**
 * Counts the steps of one check, and ends it where there are too many: schemas can be written so that a small document takes for ever
 * (references that double at every level, regular expressions that try every way). One for each check, used by one thread.
 */
final class Work extends ExecutionContext {

    /** The check that runs on this thread, for regular expressions, which are not handed it. */
    static final ScopedValue<Work> CURRENT = ScopedValue.newInstance();

    /** The check takes too many steps. Without a trace: it is thrown to get out, not to be read. */
    static final class TooMuchException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooMuchException() {
            super("too many steps", null, false, false);
        }
    }

    /** What a violation counts: its record is kept until the check is over. */
    private static final int OF_VIOLATION = 10;

    private long left;

    /** @param most how many steps */
    Work(long most) {
        this.left = most;
    }

    void step() {
        if (--left < 0) {
            throw new TooMuchException();
        }
    }

    @Override
    public void addError(Error error) {
        left -= OF_VIOLATION;
        step();
        super.addError(error);
    }

    // The library calls one of these for every keyword that it looks at.

    @Override
    public void evaluationPathAddLast(String token) {
        step();
        super.evaluationPathAddLast(token);
    }

    @Override
    public void evaluationPathAddLast(int token) {
        step();
        super.evaluationPathAddLast(token);
    }
}

package dev.securemcp.proxy.expression;

import dev.securemcp.proxy.config.Position;

/**
 * An evaluation that failed: a null dereference, a cast, a missing key, a limit, an exception that the expression threw itself. The
 * gateway answers it as {@code ExpressionValueEvaluationFailure}. Carries no stack trace: the place is the one in the document.
 */
public final class ExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String kind;
    private final transient Position position;

    /**
     * @param kind the .NET exception's name, such as {@code NullReferenceException}
     * @param message what happened; may contain values of the request, so it goes to traces and logs, not to callers
     * @param position where in the document; null where it is not known yet
     */
    public ExpressionException(String kind, String message, Position position) {
        super(message, null, false, false);
        this.kind = kind;
        this.position = position;
    }

    /** The .NET name of what happened, such as {@code InvalidCastException}. */
    public String kind() {
        return kind;
    }

    /** Where in the document; null only before the failing node has added it. */
    public Position position() {
        return position;
    }

    /** 1-based line in the document, 0 when unknown. */
    public int line() {
        return position == null ? 0 : position.line();
    }

    /** 1-based column in the document, 0 when unknown. */
    public int column() {
        return position == null ? 0 : position.column();
    }
}

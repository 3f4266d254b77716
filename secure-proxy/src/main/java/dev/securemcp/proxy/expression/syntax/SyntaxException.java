package dev.securemcp.proxy.expression.syntax;

/** A text that is not in the language; the first such place ends the parse. */
public final class SyntaxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int at;

    public SyntaxException(int at, String message) {
        super(message, null, false, false);
        this.at = at;
    }

    /** 0-based offset in the expression's text. */
    public int at() {
        return at;
    }
}

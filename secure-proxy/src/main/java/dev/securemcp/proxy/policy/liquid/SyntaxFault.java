package dev.securemcp.proxy.policy.liquid;

/** Ends the reading of one tag or output; caught there, so that the rest of the template is read too. */
final class SyntaxFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int at;
    private final String remedy;

    /** @param at where in the template, as an offset */
    SyntaxFault(int at, String message, String remedy) {
        super(message, null, false, false);
        this.at = at;
        this.remedy = remedy;
    }

    int at() {
        return at;
    }

    String remedy() {
        return remedy;
    }
}

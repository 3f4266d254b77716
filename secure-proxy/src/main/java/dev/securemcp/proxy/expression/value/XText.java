package dev.securemcp.proxy.expression.value;

/** Text, a CDATA section or a comment. */
public final class XText extends XNode {

    /** Which of them. */
    public enum Kind {
        TEXT,
        CDATA,
        COMMENT
    }

    private final Kind kind;
    private final String value;

    public XText(Kind kind, String value) {
        this.kind = kind;
        this.value = value;
    }

    public Kind kind() {
        return kind;
    }

    public String value() {
        return value;
    }
}

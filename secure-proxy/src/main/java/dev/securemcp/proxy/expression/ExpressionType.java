package dev.securemcp.proxy.expression;

/** What is known at load about an expression's value. */
public enum ExpressionType {
    BOOL,
    STRING,
    INT,
    LONG,
    DOUBLE,
    DECIMAL,
    /** Always null. */
    NULL,
    /** A known type that is none of the above. */
    OTHER,
    /** Known only when evaluated. */
    UNKNOWN;

    /** Whether a value of this type can be a {@code bool}: what a condition asks for. */
    public boolean mayBeBool() {
        return this == BOOL || this == UNKNOWN;
    }

    /** Whether a value of this type can be a number. */
    public boolean mayBeNumber() {
        return this == INT || this == LONG || this == DOUBLE || this == DECIMAL || this == UNKNOWN;
    }
}

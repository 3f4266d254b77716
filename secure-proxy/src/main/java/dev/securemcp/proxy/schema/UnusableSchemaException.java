package dev.securemcp.proxy.schema;

/** Nothing can be checked against a schema. The message says why, for a person, and quotes nothing of it. */
public final class UnusableSchemaException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableSchemaException(String message) {
        super(message);
    }
}

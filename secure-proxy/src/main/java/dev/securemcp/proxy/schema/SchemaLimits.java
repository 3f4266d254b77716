package dev.securemcp.proxy.schema;

/**
 * What checking against a schema may cost.
 *
 * @param bytes of a schema's text
 * @param work steps of one check: keywords that are looked at, and characters that regular expressions look at
 */
public record SchemaLimits(int bytes, long work) {

    /** Nesting of a schema. */
    static final int DEPTH = 100;

    /** Characters of a regular expression. */
    static final int PATTERN = 4096;

    /** Violations that are told of one document. */
    static final int VIOLATIONS = 20;
}

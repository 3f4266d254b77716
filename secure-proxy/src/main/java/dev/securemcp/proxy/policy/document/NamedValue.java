package dev.securemcp.proxy.policy.document;

/**
 * What a name in double braces stands for.
 *
 * @param value its text; may itself be an expression; names in it are not replaced again
 * @param secret whether it must never be shown
 */
public record NamedValue(String value, boolean secret) {

    /** The value, unless it is secret. */
    @Override
    public String toString() {
        return secret ? PolicyText.MASK : value;
    }
}

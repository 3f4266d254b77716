package dev.securemcp.proxy.expression;

import dev.securemcp.proxy.config.Position;

/**
 * An expression as it stands in a document.
 *
 * @param text with its brackets: {@code @(…)} or {@code @{…}}
 * @param positions where its characters stand in the document
 * @param path the element that holds it, such as {@code inbound/set-header}; may be empty
 */
public record ExpressionSource(String text, PositionMap positions, String path) {

    /** A text that stands in the document as it is. */
    public static ExpressionSource of(String text, Position start) {
        return new ExpressionSource(text, PositionMap.from(text, start), "");
    }

    /** Whether a value is an expression as a whole rather than text. */
    public static boolean isExpression(String value) {
        return value.startsWith("@(") || value.startsWith("@{");
    }
}

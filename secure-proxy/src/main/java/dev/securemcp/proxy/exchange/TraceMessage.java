package dev.securemcp.proxy.exchange;

import java.util.Map;

/**
 * What a {@code trace} element says about a call.
 *
 * @param source who says it, a word of the document's author
 * @param text what it says, at most {@value #MAX_TEXT} characters
 * @param metadata further facts by name, each bounded like the text; at most {@value #MAX_METADATA}
 */
public record TraceMessage(String source, Severity severity, String text, Map<String, String> metadata) {

    /** Most characters of a text; more is cut off. */
    public static final int MAX_TEXT = 8_192;

    /** Most entries of metadata; a document with more does not load. */
    public static final int MAX_METADATA = 32;

    /** How much it matters, least first. */
    public enum Severity {
        VERBOSE,
        INFORMATION,
        ERROR
    }

    /** Who keeps them; called on the exchange's event loop. */
    @FunctionalInterface
    public interface Sink {
        void accept(TraceMessage message);
    }

    public TraceMessage {
        text = cut(text);
        metadata = Map.copyOf(metadata);
    }

    /** A text within the bound. */
    public static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}

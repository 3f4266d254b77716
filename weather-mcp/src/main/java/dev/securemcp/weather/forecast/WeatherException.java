package dev.securemcp.weather.forecast;

/** The weather cannot be had. The message is for the caller: it names the reason and what to do about it. */
public class WeatherException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The request cannot be right, whoever is asked. */
        INVALID,
        /** The place is not covered, or not known. */
        NOT_COVERED,
        /** The source is down, slow, busy or answers rubbish. */
        UNAVAILABLE,
        /** Whoever asked does not want the answer any more. */
        CANCELLED
    }

    private final Kind kind;

    public WeatherException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public WeatherException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

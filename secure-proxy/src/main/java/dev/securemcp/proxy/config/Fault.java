package dev.securemcp.proxy.config;

/**
 * Something wrong, or worth a warning, in what a person configured.
 *
 * @param severity whether the load fails
 * @param position where it stands
 * @param path the place inside the document, such as {@code servers.weather-tools.backend} or {@code inbound/choose/when};
 *     empty where the position says it all
 * @param message what is wrong: what was found and what was expected, never a secret
 * @param remedy what to do about it; empty where the message already says so
 */
public record Fault(Severity severity, Position position, String path, String message, String remedy) {

    /** Whether a fault stops the load. */
    public enum Severity {
        ERROR,
        WARNING
    }

    /** One line for a person, whatever is in it: {@code file:line:column: path: message; remedy}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(position.toString()).append(": ");
        if (severity == Severity.WARNING) {
            line.append("warning: ");
        }
        if (!path.isEmpty()) {
            line.append(path).append(": ");
        }
        line.append(message);
        if (!remedy.isEmpty()) {
            line.append("; ").append(remedy);
        }
        return line.toString().replaceAll("\\p{Cntrl}", "?");
    }
}

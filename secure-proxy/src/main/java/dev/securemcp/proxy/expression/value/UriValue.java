package dev.securemcp.proxy.expression.value;

import java.net.URI;

/**
 * {@code Uri}.
 *
 * @param original as given
 * @param parsed the same in parts
 */
public record UriValue(String original, URI parsed) {

    /** The host in small letters, an empty path as a slash, the scheme's own port left out. */
    public String absolute() {
        if (!parsed.isAbsolute() || parsed.getRawAuthority() == null) {
            return original;
        }
        StringBuilder text = new StringBuilder(parsed.getScheme().toLowerCase(java.util.Locale.ROOT)).append("://");
        if (parsed.getRawUserInfo() != null) {
            text.append(parsed.getRawUserInfo()).append('@');
        }
        text.append(host());
        if (parsed.getPort() >= 0 && parsed.getPort() != standardPort()) {
            text.append(':').append(parsed.getPort());
        }
        text.append(path());
        if (parsed.getRawQuery() != null) {
            text.append('?').append(parsed.getRawQuery());
        }
        if (parsed.getRawFragment() != null) {
            text.append('#').append(parsed.getRawFragment());
        }
        return text.toString();
    }

    public String host() {
        return parsed.getHost() == null ? "" : parsed.getHost().toLowerCase(java.util.Locale.ROOT);
    }

    public String path() {
        String path = parsed.getRawPath();
        return path == null || path.isEmpty() ? "/" : path;
    }

    public int port() {
        return parsed.getPort() >= 0 ? parsed.getPort() : standardPort();
    }

    /** The port of the scheme; -1 where it has none. */
    public int standardPort() {
        return switch (String.valueOf(parsed.getScheme())) {
            case "http", "ws" -> 80;
            case "https", "wss" -> 443;
            case "ftp" -> 21;
            default -> -1;
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UriValue that && absolute().equals(that.absolute());
    }

    @Override
    public int hashCode() {
        return absolute().hashCode();
    }

    @Override
    public String toString() {
        return absolute();
    }
}

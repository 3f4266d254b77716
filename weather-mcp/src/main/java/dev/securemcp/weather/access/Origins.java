package dev.securemcp.weather.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which pages in browsers may call (MCP, Streamable HTTP, security warning: DNS rebinding). The library's own check
 * compares beginnings, so that {@code http://localhost.evil.example} passes it; this one compares whole host names.
 */
final class Origins {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Origins() {}

    /** No origin (no browser), or a page of this machine. */
    static boolean allowed(@Nullable String origin) {
        if (origin == null) {
            return true;
        }
        try {
            URI uri = new URI(origin);
            return uri.getHost() != null
                    && LOOPBACK.contains(uri.getHost())
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException _) {
            return false;
        }
    }
}

package dev.securemcp.proxy.launch.connect;

import java.util.Locale;

/**
 * A server as a client reaches it.
 *
 * @param name what the client will call it
 * @param url its Streamable HTTP endpoint
 * @param keyHeader the header field of the subscription key; null where none is asked for
 */
public record Connection(String name, String url, String keyHeader) {

    /** The environment variable that the snippets read the key from: {@code WEATHER_TOOLS_KEY} for {@code weather-tools}. */
    public String variable() {
        String letters = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
        return (Character.isDigit(letters.charAt(0)) ? "_" : "") + letters + "_KEY";
    }

    boolean wantsKey() {
        return keyHeader != null;
    }
}

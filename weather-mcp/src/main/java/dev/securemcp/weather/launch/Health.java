package dev.securemcp.weather.launch;

import java.io.IOException;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.function.UnaryOperator;

/**
 * Asks the server of this machine whether it is ready, on the address that {@code WEATHER_HOST} and {@code WEATHER_PORT} give; for
 * container health checks, which have no curl.
 */
final class Health {

    /** Milliseconds, once for the connection and once for the answer. */
    private static final int PATIENCE = 3000;

    private final UnaryOperator<String> environment;
    private final PrintStream out;

    /** @param environment a variable's value, null where it is not set */
    Health(UnaryOperator<String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    /** Returns the exit code: 0 ready, 1 not ready, no answer, or settings that name no address. */
    int ask() {
        String host = setting("WEATHER_HOST", "127.0.0.1");
        String port = setting("WEATHER_PORT", "8081");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            return fail("WEATHER_PORT must be a port between 1 and 65535, not \"" + port + "\"");
        }
        try {
            URI address = new URI("http", null, reachable(host), Integer.parseInt(port), "/q/health/ready", null, null);
            return ask(address);
        } catch (URISyntaxException e) {
            return fail("WEATHER_HOST must be a host or an address, not \"" + host + "\"");
        }
    }

    private int ask(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(PATIENCE);
            connection.setReadTimeout(PATIENCE);
            int status = connection.getResponseCode();
            connection.disconnect();
            if (status != 200) {
                return fail("not ready: " + address + " answers " + status);
            }
            out.println("ready");
            return 0;
        } catch (SocketTimeoutException e) {
            return fail("no answer from " + address + " within " + PATIENCE / 1000 + " s");
        } catch (IOException e) {
            return fail("nothing answers at " + address + "; is weather-mcp running?");
        }
    }

    private String setting(String name, String byDefault) {
        String value = environment.apply(name);
        return value == null || value.isBlank() ? byDefault : value;
    }

    /** A server that listens on all addresses is asked on loopback. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    private int fail(String message) {
        out.println("weather-mcp: " + message);
        return 1;
    }
}

package dev.securemcp.proxy.launch;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code health}: asks a running gateway whether it is ready; for container health checks, which have no curl. */
@Command(
        name = "health",
        description = {
            "Ask a running gateway whether it is ready.",
            "It is asked on its management port: MANAGEMENT_HOST and MANAGEMENT_PORT of the environment, as the gateway's own."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 ready, 1 not ready or no answer, 2 wrong usage."})
final class HealthCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "How long to wait for the answer (default: ${DEFAULT-VALUE}).")
    private int timeout;

    HealthCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (timeout < 1 || timeout > 300) {
            throw usage("--timeout takes 1 to 300 seconds");
        }
        URI address = address();
        Duration patience = Duration.ofSeconds(timeout);
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(address).timeout(patience).build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status == 200) {
                surroundings.out().println("ready");
                return ExitCodes.OK;
            }
            return fail("not ready: " + address + " answers " + status);
        } catch (HttpTimeoutException e) {
            return fail("no answer from " + address + " within " + timeout + " s");
        } catch (IOException e) {
            return fail("nothing answers at " + address + "; is secure-proxy running?");
        }
    }

    private URI address() {
        String host = surroundings
                .environment()
                .apply("MANAGEMENT_HOST")
                .filter(text -> !text.isBlank())
                .orElse("127.0.0.1");
        String port = surroundings
                .environment()
                .apply("MANAGEMENT_PORT")
                .filter(text -> !text.isBlank())
                .orElse("9000");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65_535) {
            throw usage("MANAGEMENT_PORT must be a port between 1 and 65535, not \"" + port + "\"");
        }
        try {
            return URI.create("http://" + reachable(host) + ":" + port + "/q/health/ready");
        } catch (IllegalArgumentException e) {
            throw usage("MANAGEMENT_HOST must be a host or an address, not \"" + host + "\"");
        }
    }

    /** A gateway that listens on all addresses is asked on loopback. */
    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::", "[::]" -> "[::1]";
            default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    }

    private CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private int fail(String message) {
        surroundings.err().println("secure-proxy: " + message);
        return ExitCodes.FAILED;
    }
}

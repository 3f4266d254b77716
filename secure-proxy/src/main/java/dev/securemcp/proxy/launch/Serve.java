package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.gateway.Assembly;
import dev.securemcp.proxy.gateway.GatewayService;
import dev.securemcp.proxy.policy.Leniency;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Starts the gateway. Everything that can be wrong is looked at first, so that a faulty configuration or a port in use is one clear
 * line and opens nothing.
 */
final class Serve implements ServeAction {

    private final Function<String, Optional<String>> environment;
    private final PrintWriter err;

    Serve(Function<String, Optional<String>> environment, PrintWriter err) {
        this.environment = environment;
        this.err = err;
    }

    @Override
    public int serve(Path file, Leniency leniency) {
        String host = setting("PROXY_HOST", "127.0.0.1");
        Faults faults = new Faults();
        Optional<Assembly.Compiled> compiled = ConfigurationReader.ofProcess()
                .read(file, faults)
                .flatMap(configuration -> Assembly.compile(configuration, Assembly.isLoopback(host), leniency, faults));
        faults.all().forEach(err::println);
        if (compiled.isEmpty()) {
            err.println("secure-proxy: " + file + " is not usable; nothing was started");
            return ExitCodes.FAILED;
        }
        if (!isFree("PROXY_PORT", host, "8080")
                || !isFree("MANAGEMENT_PORT", setting("MANAGEMENT_HOST", "127.0.0.1"), "9000")) {
            return ExitCodes.FAILED;
        }
        GatewayService.prepare(compiled.get());
        // The one limit that the HTTP server itself enforces, so it must know before it starts.
        long headers = compiled.get().configuration().limits().bytes(Limit.HEADERS);
        System.setProperty("quarkus.http.limits.max-header-size", Long.toString(headers));
        AtomicInteger exit = new AtomicInteger();
        Quarkus.run(null, (code, failure) -> exit.set(failure == null ? code : ExitCodes.FAILED));
        return exit.get();
    }

    /** Whether a port can be listened on; says what to do where not. Between this look and the start another may take it. */
    private boolean isFree(String variable, String host, String byDefault) {
        String port = setting(variable, byDefault);
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port)));
            return true;
        } catch (NumberFormatException e) {
            err.println("secure-proxy: " + variable + " is \"" + port + "\", expected a port from 0 to 65535");
        } catch (IOException | IllegalArgumentException e) {
            err.println("secure-proxy: cannot listen on " + host + ":" + port + " (" + e.getMessage()
                    + "); stop what uses it, or set " + variable);
        }
        return false;
    }

    private String setting(String variable, String byDefault) {
        return environment.apply(variable).filter(value -> !value.isBlank()).orElse(byDefault);
    }
}

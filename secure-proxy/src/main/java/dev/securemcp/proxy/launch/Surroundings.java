package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.ConfigurationReader;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * Everything outside that the command touches, so that a test can hand in its own.
 *
 * @param in read by {@code key hash} only
 * @param out what was asked for
 * @param err faults of usage and of the outside
 * @param environment a variable's value, empty where it is not set
 */
public record Surroundings(
        InputStream in,
        PrintWriter out,
        PrintWriter err,
        Function<String, Optional<String>> environment,
        Clock clock,
        ServeAction serve,
        PolicyCheck policies) {

    /** Those of this process. */
    public static Surroundings ofProcess() {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Function<String, Optional<String>> environment = name -> Optional.ofNullable(System.getenv(name));
        return new Surroundings(
                System.in,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                err,
                environment,
                Clock.systemUTC(),
                new Serve(environment, err),
                new Policies());
    }

    ConfigurationReader reader() {
        return new ConfigurationReader(environment, clock.instant());
    }
}

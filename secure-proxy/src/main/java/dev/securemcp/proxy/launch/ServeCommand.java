package dev.securemcp.proxy.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: the one that starts the gateway. */
@Command(
        name = "serve",
        description = {
            "Run the gateway until it is told to stop (SIGTERM or Ctrl-C).",
            "",
            "It looks at everything first: a configuration with a fault, or a port in use, is said before anything is started."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 1 the configuration has faults or a port is taken, 2 wrong usage, 130 stopped by Ctrl-C, 143 stopped by SIGTERM."
        })
final class ServeCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private ServeOptions options;

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings.serve().serve(options.configuration(), options.leniency());
    }
}

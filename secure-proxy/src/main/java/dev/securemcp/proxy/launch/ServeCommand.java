package dev.securemcp.proxy.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: the one that starts the gateway. */
@Command(
        name = "serve",
        description = "Run the gateway until it is told to stop (SIGTERM or Ctrl-C).",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
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

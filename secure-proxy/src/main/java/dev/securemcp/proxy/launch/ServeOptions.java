package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.policy.Leniency;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What {@code serve} can be told; the command without a subcommand takes the same. */
final class ServeOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "gateway.yaml",
            description = "The configuration (default: ./${DEFAULT-VALUE}).")
    private Path configuration;

    @Option(
            names = "--allow-unsupported",
            description = "Leave out policy elements that this gateway does not support, with a warning each.")
    private boolean allowUnsupported;

    Leniency leniency() {
        return new Leniency(false, allowUnsupported);
    }

    Path configuration() {
        return configuration;
    }
}

package dev.securemcp.proxy.launch;

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

    Path configuration() {
        return configuration;
    }
}

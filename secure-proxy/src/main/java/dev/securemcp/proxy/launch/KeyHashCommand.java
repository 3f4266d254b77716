package dev.securemcp.proxy.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code key hash}: the line of a configuration that stands for a key which is there already. */
@Command(
        name = "hash",
        description = {
            "Read a key from standard input and print the line of gateway.yaml that stands for it.",
            "",
            "  secure-proxy key hash < key.txt"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 printed, 1 no key on standard input or the pepper cannot be read, 2 wrong usage."})
final class KeyHashCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--pepper", paramLabel = "FILE", description = "Hash it with the pepper of this file.")
    private Path pepper;

    KeyHashCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Optional<String> key = KeyInput.read(surroundings);
        if (key.isEmpty()) {
            return ExitCodes.FAILED;
        }
        surroundings.out().println(KeyInput.stored(key.get(), pepper).text());
        return ExitCodes.OK;
    }
}

package dev.securemcp.proxy.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code man}: the manual page, so that a package or a person can install it from the program alone. */
@Command(
        name = "man",
        description = {
            "Print the manual page.",
            "",
            "To read it: secure-proxy man | man -l -",
            "To install it: secure-proxy man > /usr/local/share/man/man1/secure-proxy.1"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 printed, 2 wrong usage."})
final class ManCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    ManCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().print(ManPage.of(spec.root()));
        surroundings.out().flush();
        return ExitCodes.OK;
    }
}

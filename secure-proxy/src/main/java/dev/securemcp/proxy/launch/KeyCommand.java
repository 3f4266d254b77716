package dev.securemcp.proxy.launch;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code key}: its subcommands do the work. */
@Command(
        name = "key",
        description = "Make, hash, check and rotate subscription keys.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "(new | hash | check | rotate)")
final class KeyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "say `key new`, `key hash`, `key check` or `key rotate`");
    }
}

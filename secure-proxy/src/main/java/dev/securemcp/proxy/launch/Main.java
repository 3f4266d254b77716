package dev.securemcp.proxy.launch;

import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the process begins. */
@QuarkusMain
public final class Main {

    private Main() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Before anything logs: even System.exit does, through the log manager that the gateway brings along.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(run(Surroundings.ofProcess(), args));
    }

    /** Runs the command and returns its exit code: 0 well, 1 faults or failure, 2 wrong usage. Never throws. */
    public static int run(Surroundings surroundings, String... args) {
        return commandLine(surroundings).execute(args);
    }

    static CommandLine commandLine(Surroundings surroundings) {
        CommandLine key = new CommandLine(new KeyCommand())
                .addSubcommand(new KeyNewCommand(surroundings))
                .addSubcommand(new KeyHashCommand(surroundings))
                .addSubcommand(new KeyCheckCommand(surroundings))
                .addSubcommand(new KeyRotateCommand(surroundings));
        return new CommandLine(new ProxyCommand(surroundings))
                .addSubcommand(new ServeCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new ExplainCommand(surroundings))
                .addSubcommand(new ConvertCommand(surroundings))
                .addSubcommand(key)
                .addSubcommand(new ConnectCommand(surroundings))
                .addSubcommand(new HealthCommand(surroundings))
                .addSubcommand(new CompletionCommand(surroundings))
                .addSubcommand(new ManCommand(surroundings))
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .registerConverter(Path.class, Path::of) // the built-in one is found by reflection
                .setParameterExceptionHandler(Main::misunderstood)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("secure-proxy: " + Failures.inWords(failure));
                    return ExitCodes.FAILED;
                });
    }

    /** One line on what was wrong, and where help is: the whole help would hide it. */
    private static int misunderstood(ParameterException wrong, String... args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("secure-proxy: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
        return ExitCodes.USAGE;
    }
}

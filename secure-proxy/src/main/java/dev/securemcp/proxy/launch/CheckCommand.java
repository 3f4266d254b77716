package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.Leniency;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: reads and compiles as {@code serve} would, prints every fault, opens no port. */
@Command(
        name = "check",
        description = {
            "Check configurations, with every policy document they name.",
            "",
            "Each fault is one line: file, line, column, place in the document, what is wrong and what to do. "
                    + "No port is opened.",
            "",
            "With --policy: check policy documents alone."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 no faults, though there may be warnings, 1 faults, 2 wrong usage."})
final class CheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", description = "The files are policy documents, not configurations.")
    private boolean policy;

    @Option(
            names = "--allow-unknown-names",
            description = "With --policy: accept named values and fragments that no configuration is there to define.")
    private boolean allowUnknownNames;

    @Option(
            names = "--allow-unsupported",
            description = "Leave out policy elements that this gateway does not support, with a warning each.")
    private boolean allowUnsupported;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "What to check (default: ./gateway.yaml; with --policy there is no default).")
    private List<Path> files;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        boolean failed = false;
        for (Path file : files()) {
            failed |= policy ? failsAsPolicy(file) : failsAsConfiguration(file);
        }
        return failed ? ExitCodes.FAILED : ExitCodes.OK;
    }

    private List<Path> files() {
        if (files != null && !files.isEmpty()) {
            return files;
        }
        if (policy) {
            throw new ParameterException(spec.commandLine(), "--policy needs the name of at least one policy document");
        }
        return List.of(Path.of("gateway.yaml"));
    }

    private boolean failsAsConfiguration(Path file) {
        Faults faults = new Faults();
        Optional<Configuration> configuration = surroundings.reader().read(file, faults);
        configuration.ifPresent(
                sound -> surroundings.policies().check(sound, new Leniency(false, allowUnsupported), faults));
        return report(file, faults, configuration.map(CheckCommand::size).orElse(""));
    }

    private boolean failsAsPolicy(Path file) {
        Faults faults = new Faults();
        surroundings.policies().check(file, new Leniency(allowUnknownNames, allowUnsupported), faults);
        return report(file, faults, "");
    }

    /** Prints the faults in the order of the files and their lines, then one line on the whole. */
    private boolean report(Path file, Faults faults, String size) {
        PrintWriter out = surroundings.out();
        List<String> order = faults.all().stream()
                .map(fault -> fault.position().file())
                .distinct()
                .toList();
        faults.all().stream()
                .sorted(Comparator.comparingInt(
                                (Fault fault) -> order.indexOf(fault.position().file()))
                        .thenComparingInt(fault -> fault.position().line())
                        .thenComparingInt(fault -> fault.position().column()))
                .forEach(out::println);
        if (faults.dropped() > 0) {
            out.println(file + ": and " + faults.dropped() + " more");
        }
        if (faults.failed()) {
            out.println(file + ": not usable (" + counts(faults) + ")");
        } else {
            out.println(file + ": ok" + (size.isEmpty() ? "" : " (" + size + ")"));
        }
        return faults.failed();
    }

    private static String counts(Faults faults) {
        long warnings = faults.all().stream()
                .filter(fault -> fault.severity() == Fault.Severity.WARNING)
                .count();
        int errors = Math.toIntExact(faults.all().size() - warnings) + faults.dropped();
        return count(errors, "fault") + (warnings == 0 ? "" : ", " + count(Math.toIntExact(warnings), "warning"));
    }

    private static String size(Configuration configuration) {
        return String.join(
                ", ",
                count(configuration.servers().size(), "server"),
                count(configuration.backends().size(), "backend"),
                count(configuration.products().size(), "product"),
                count(configuration.subscriptions().size(), "subscription"));
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}

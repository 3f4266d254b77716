package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.policy.PolicyLibrary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: what a call really runs, once all scopes are put together. */
@Command(
        name = "explain",
        description = {
            "Print the effective policy of a server: every element in the order it runs, with the file and line it came from.",
            "",
            "Named values are replaced; secret ones are shown as ***."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 printed, 1 the configuration has faults, 2 wrong usage."})
final class ExplainCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServeOptions options;

    @Parameters(paramLabel = "SERVER", description = "A server's name.")
    private String server;

    @Option(names = "--tool", paramLabel = "TOOL", description = "For calls of this tool.")
    private String tool;

    @Option(
            names = "--product",
            paramLabel = "PRODUCT",
            description = "For calls that come with a key to this product.")
    private String product;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = options.configuration();
        Faults faults = new Faults();
        Optional<Configuration> configuration = surroundings.reader().read(file, faults);
        if (configuration.isPresent()) {
            ServerConfig chosen = server(configuration.get());
            checkProduct(configuration.get());
            PolicyLibrary policies = PolicyLibrary.load(configuration.get(), options.leniency(), faults);
            String explained = policies.explain(chosen, Optional.ofNullable(product), Optional.ofNullable(tool))
                    .explain();
            if (!faults.failed()) {
                surroundings.out().print(explained);
                surroundings.out().flush();
                return ExitCodes.OK;
            }
        }
        faults.all().forEach(surroundings.err()::println);
        return ExitCodes.FAILED;
    }

    private ServerConfig server(Configuration configuration) {
        ServerConfig found = configuration.servers().get(server);
        if (found == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no server \"" + server + "\"; there are "
                            + String.join(", ", configuration.servers().keySet()));
        }
        return found;
    }

    private void checkProduct(Configuration configuration) {
        if (product != null && !configuration.products().containsKey(product)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no product \"" + product + "\"; there are "
                            + String.join(", ", configuration.products().keySet()));
        }
    }
}

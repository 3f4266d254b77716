package dev.securemcp.proxy.launch;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.launch.connect.Client;
import dev.securemcp.proxy.launch.connect.Connection;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code connect}: what a client has to be told to reach a server of this gateway. */
@Command(
        name = "connect",
        description = {
            "Print what an MCP client needs to reach a server through this gateway.",
            "",
            "The snippet goes to standard output and holds no key; where it belongs is said on standard error."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 printed, 1 the configuration has faults, 2 wrong usage."})
final class ConnectCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "gateway.yaml",
            description = "The configuration (default: ./${DEFAULT-VALUE}).")
    private Path file;

    @Parameters(paramLabel = "SERVER", description = "A server's name.")
    private String server;

    @Option(
            names = "--client",
            paramLabel = "CLIENT",
            defaultValue = "vscode",
            description = {
                "vscode, claude-code, claude-desktop, cursor, windsurf, gemini, copilot, inspector or mcp-remote"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private String client;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where clients reach the gateway, such as https://mcp.example.com"
                    + " (default: the configuration's public-url, else this machine).")
    private String url;

    ConnectCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Client chosen = Client.named(client)
                .orElseThrow(() ->
                        usage("there is no client \"" + client + "\"; there are " + String.join(", ", Client.words())));
        Faults faults = new Faults();
        Optional<Configuration> configuration = surroundings.reader().read(file, faults);
        if (configuration.isEmpty()) {
            faults.all().forEach(surroundings.err()::println);
            return ExitCodes.FAILED;
        }
        Connection connection = connection(configuration.get());
        surroundings.err().println("For " + chosen.title() + ": " + chosen.place() + ".");
        if (connection.keyHeader() != null) {
            surroundings
                    .err()
                    .println("The key: a subscription's, see `secure-proxy key new`; in snippets that read the"
                            + " environment it is " + connection.variable() + ".");
        }
        surroundings.out().print(chosen.snippet(connection));
        surroundings.out().flush();
        return ExitCodes.OK;
    }

    private Connection connection(Configuration configuration) {
        ServerConfig found = configuration.servers().get(server);
        if (found == null) {
            throw usage("there is no server \"" + server + "\"; there are "
                    + String.join(", ", configuration.servers().keySet()));
        }
        return new Connection(
                found.name(),
                origin(configuration) + "/" + found.path() + "/mcp",
                found.subscriptionRequired() ? found.keyNames().header() : null);
    }

    private String origin(Configuration configuration) {
        if (url != null) {
            if (!url.matches("https?://[A-Za-z0-9._\\[\\]:-]+/?")) {
                throw usage("--url takes scheme, host and port, such as https://mcp.example.com");
            }
            return url.replaceFirst("/$", "");
        }
        return configuration
                .publicUrl()
                .map(URI::toString)
                .orElseGet(() -> "http://localhost:"
                        + surroundings
                                .environment()
                                .apply("PROXY_PORT")
                                .filter(text -> !text.isBlank())
                                .orElse("8080"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

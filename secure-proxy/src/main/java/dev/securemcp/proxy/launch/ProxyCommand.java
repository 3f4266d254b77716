package dev.securemcp.proxy.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command without a subcommand: it serves. */
@Command(
        name = "secure-proxy",
        description = "API management for MCP servers: keys, policies and limits before any MCP server.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Without a command, secure-proxy serves.",
            "",
            "`secure-proxy COMMAND --help` tells more of each command.",
            "",
            "Environment:",
            "  PROXY_HOST, PROXY_PORT             where MCP clients call (127.0.0.1, 8080)",
            "  MANAGEMENT_HOST, MANAGEMENT_PORT   health, metrics, summary (127.0.0.1, 9000)",
            "",
            "Exit codes: 0 well, 1 faults or failure, 2 wrong usage, 130 stopped by Ctrl-C, 143 stopped by SIGTERM."
        })
final class ProxyCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private ServeOptions options;

    ProxyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        return surroundings.serve().serve(options.configuration(), options.leniency());
    }
}

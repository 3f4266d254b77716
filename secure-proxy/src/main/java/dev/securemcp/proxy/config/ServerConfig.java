package dev.securemcp.proxy.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An MCP server as clients see it.
 *
 * @param name its key under {@code servers}
 * @param path base path, segments joined by {@code /} without one at either end; by default the name
 * @param displayName for people; by default the name
 * @param description for people; may be empty
 * @param backend the name of an existing backend
 * @param subscriptionRequired whether a call without a key is refused; a key that is presented is checked either way
 * @param keyNames where a key is looked for
 * @param policy the server scope's policy document
 * @param tools settings by tool name, in the order of the file
 * @param allowedOrigins values of {@code Origin} that may call beside the gateway's own, in lower case; {@code *} for all
 * @param allowedHosts values of {@code Host} that are taken for ours beside the public URL's and loopback, in lower
 *     case; without a port they stand for every port
 * @param batches what happens to JSON-RPC batches; by default {@link Batches#REFUSE} where tools have rules
 * @param toolDenials how a refused {@code tools/call} is answered
 * @param authorization how it asks for tokens; empty where it asks for none
 * @param listStepUp whether lists show a tool also to callers who lack nothing but a scope for it
 * @param cacheLists whether lists and resources are given again for as long as the backend says
 * @param unknown how the backend answers for what it does not have
 */
public record ServerConfig(
        String name,
        String path,
        String displayName,
        String description,
        String backend,
        boolean subscriptionRequired,
        KeyNames keyNames,
        Optional<PolicySource> policy,
        Map<String, ToolConfig> tools,
        List<String> allowedOrigins,
        List<String> allowedHosts,
        Batches batches,
        ToolDenials toolDenials,
        Optional<AuthorizationConfig> authorization,
        boolean listStepUp,
        boolean cacheLists,
        UnknownConfig unknown,
        Position position) {

    public ServerConfig {
        tools = Copies.of(tools);
        allowedOrigins = List.copyOf(allowedOrigins);
        allowedHosts = List.copyOf(allowedHosts);
    }

    /** What happens to a body that is a JSON array (only revision 2025-03-26 has them). */
    public enum Batches {
        REFUSE,
        ALLOW
    }

    /** How a refused {@code tools/call} is answered. */
    public enum ToolDenials {
        /** With the HTTP status of the denial. */
        STATUS,
        /** With 200 and the JSON-RPC error alone: the Python SDK 1.x hangs on any other status but 404. */
        JSON_RPC
    }

    /**
     * Names under which a subscription key is looked for (APIM: subscription key parameter names).
     *
     * @param inQuery whether one in the query counts; where it does not, it is still kept from logs and backends
     */
    public record KeyNames(String header, String query, boolean inQuery) {

        /** APIM's own names. */
        public static final KeyNames DEFAULT = new KeyNames("Ocp-Apim-Subscription-Key", "subscription-key", true);
    }

    /**
     * The settings of one tool, in one place.
     *
     * @param scopes that a token needs to call it, all of them, beside those of the server
     * @param roles of which a token needs one to see it and to call it; empty for no such rule
     * @param cache how long its results are given again; empty for never
     */
    public record ToolConfig(
            String name,
            Optional<PolicySource> policy,
            List<String> scopes,
            List<String> roles,
            Optional<ToolCache> cache,
            Position position) {

        public ToolConfig {
            scopes = List.copyOf(scopes);
            roles = List.copyOf(roles);
        }
    }

    /**
     * How a tool's results are given again.
     *
     * @param life for how long
     * @param shared whether one caller's result may be given to another
     */
    public record ToolCache(Duration life, boolean shared) {}
}

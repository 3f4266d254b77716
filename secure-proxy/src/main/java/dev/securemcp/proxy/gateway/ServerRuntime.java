package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.config.ServerConfig.ToolConfig;
import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.identity.access.Rights;
import dev.securemcp.proxy.identity.access.TokenGuard;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.Scan;
import dev.securemcp.proxy.policy.ServerPolicies;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A server as it runs: everything a request to it needs, compiled at load. Immutable.
 *
 * @param config its configuration
 * @param guard what is refused by the head alone
 * @param tokens looks at tokens; null where the server asks for none
 * @param rights what of it each caller may use
 * @param passthrough where the backend asks for tokens itself; null elsewhere
 * @param upstream the backend that stands behind it
 * @param policies what its calls run
 * @param crossOrigin what web pages may do
 */
record ServerRuntime(
        ServerConfig config,
        HeadGuard guard,
        TokenGuard tokens,
        Rights rights,
        Passthrough passthrough,
        Upstream upstream,
        ServerPolicies policies,
        CrossOrigin crossOrigin)
        implements ApiFacts {

    /**
     * Every scope that an operation needs: the server's own, and those of the tools that are called, as far as the body is known.
     *
     * @param scan the request's body; null where it was not read
     */
    Collection<String> neededScopes(Scan scan) {
        Set<String> needed = new LinkedHashSet<>();
        if (config.authorization().orElse(null) instanceof ResourceServer resource) {
            needed.addAll(resource.scopes());
        }
        if (scan instanceof Envelope envelope) {
            for (Message message : envelope.messages()) {
                ToolConfig tool = config.tools().get(message.tool());
                if (tool != null) {
                    needed.addAll(tool.scopes());
                }
            }
        }
        return needed;
    }

    @Override
    public String id() {
        return config.name();
    }

    @Override
    public String name() {
        return config.displayName();
    }

    @Override
    public String path() {
        return config.path();
    }

    @Override
    public RequestUrl serviceUrl() {
        Target streamable = upstream.streamable();
        return new RequestUrl(
                streamable.tls() ? "https" : "http",
                streamable.host(),
                streamable.port(),
                streamable.path(),
                streamable.query() == null ? "" : "?" + streamable.query());
    }
}

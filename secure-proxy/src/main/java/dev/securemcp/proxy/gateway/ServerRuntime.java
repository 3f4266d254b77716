package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.BackendConfig.CredentialConfig;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.policy.ServerPolicies;
import java.util.Optional;

/**
 * A server as it runs: everything a request to it needs, compiled at load. Immutable.
 *
 * @param config its configuration
 * @param guard what is refused by the head alone
 * @param streamable the backend's Streamable HTTP endpoint
 * @param sse the backend's legacy SSE endpoint
 * @param credential what the gateway shows the backend
 * @param policies what its calls run
 */
record ServerRuntime(
        ServerConfig config,
        HeadGuard guard,
        Target streamable,
        Target sse,
        Optional<CredentialConfig> credential,
        ServerPolicies policies)
        implements ApiFacts {

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
        return new RequestUrl(
                streamable.tls() ? "https" : "http",
                streamable.host(),
                streamable.port(),
                streamable.path(),
                streamable.query() == null ? "" : "?" + streamable.query());
    }
}

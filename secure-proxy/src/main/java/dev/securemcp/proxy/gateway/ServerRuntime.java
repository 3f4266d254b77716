package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.policy.ServerPolicies;

/**
 * A server as it runs: everything a request to it needs, compiled at load. Immutable.
 *
 * @param config its configuration
 * @param guard what is refused by the head alone
 * @param upstream the backend that stands behind it
 * @param policies what its calls run
 * @param crossOrigin what web pages may do
 */
record ServerRuntime(
        ServerConfig config, HeadGuard guard, Upstream upstream, ServerPolicies policies, CrossOrigin crossOrigin)
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
        Target streamable = upstream.streamable();
        return new RequestUrl(
                streamable.tls() ? "https" : "http",
                streamable.host(),
                streamable.port(),
                streamable.path(),
                streamable.query() == null ? "" : "?" + streamable.query());
    }
}

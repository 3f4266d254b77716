package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.Target;
import dev.securemcp.proxy.config.BackendConfig;
import dev.securemcp.proxy.config.BackendConfig.CredentialConfig;
import dev.securemcp.proxy.config.BackendConfig.InstanceConfig;
import java.net.URI;
import java.util.Optional;

/**
 * A place that requests can go to. Immutable.
 *
 * @param backend the backend's name in the configuration; null where a policy gave an address
 * @param streamable its Streamable HTTP endpoint
 * @param sse its legacy SSE endpoint
 * @param credential what the gateway shows it; a credential is for its own backend alone
 */
record Upstream(String backend, Target streamable, Target sse, Optional<CredentialConfig> credential) {

    /** A backend of the configuration. */
    static Upstream of(BackendConfig backend) {
        InstanceConfig instance = backend.instances().getFirst();
        return new Upstream(
                backend.name(), Target.of(instance.url()), Target.of(instance.sseUrl()), backend.credential());
    }

    /** An address that a policy gave, without a query: nothing of any other backend is shown to it. */
    static Upstream of(URI address) {
        Target streamable = Target.of(address);
        String path = streamable.path().equals("/") ? "" : streamable.path();
        return new Upstream(null, streamable, streamable.withPathAndQuery(path + "/sse", null), Optional.empty());
    }
}

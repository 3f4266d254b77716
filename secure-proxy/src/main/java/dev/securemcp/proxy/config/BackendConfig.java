package dev.securemcp.proxy.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What stands behind a server.
 *
 * @param name its key under {@code backends}
 * @param instances at least one; exactly one until instances can be balanced
 * @param credential what the gateway shows the backend; a policy that sets the same header wins
 */
public record BackendConfig(
        String name, List<InstanceConfig> instances, Optional<CredentialConfig> credential, Position position) {

    public BackendConfig {
        instances = List.copyOf(instances);
    }

    /**
     * One process of a backend.
     *
     * @param url its Streamable HTTP endpoint: http or https, with a host, without credentials and fragment
     * @param sseUrl its legacy SSE endpoint; by default {@code {url}/sse}
     */
    public record InstanceConfig(URI url, URI sseUrl, Position position) {}

    /** A header with a value in which named values are already replaced. */
    public record CredentialConfig(String header, Secret value, Position position) {}
}

package dev.securemcp.proxy.identity;

import java.util.Optional;
import java.util.Set;

/**
 * What a subscription opens. Many subscriptions share one.
 *
 * @param product the product whose policies its calls run; empty for a subscription to servers
 * @param servers the servers; empty for all
 */
public record Access(Optional<String> product, Optional<Set<String>> servers) {

    /** Whether a server is among them. */
    public boolean opens(String server) {
        return servers.isEmpty() || servers.get().contains(server);
    }
}

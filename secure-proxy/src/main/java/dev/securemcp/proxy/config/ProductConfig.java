package dev.securemcp.proxy.config;

import java.util.Optional;
import java.util.Set;

/**
 * A group of servers that a subscription opens.
 *
 * @param name its key under {@code products}
 * @param displayName for people; by default the name
 * @param description for people; may be empty
 * @param servers names that exist under {@code servers}
 * @param subscriptionRequired whether calls need a key; without, the product is open, and calls without a key are its own
 * @param rules which tools, prompts and resources of these servers it holds
 * @param policy the product scope's policy document
 */
public record ProductConfig(
        String name,
        String displayName,
        String description,
        Set<String> servers,
        boolean subscriptionRequired,
        NameRules rules,
        Optional<PolicySource> policy,
        Position position) {

    public ProductConfig {
        servers = Copies.of(servers);
    }
}

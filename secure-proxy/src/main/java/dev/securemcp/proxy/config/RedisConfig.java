package dev.securemcp.proxy.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The Redis (or Valkey) that several gateways share.
 *
 * @param urls where it is: one for a single server, several of a cluster's or its sentinels
 * @param mode what stands there
 * @param master the name under which sentinels know it; empty in other modes
 * @param user the user of its access lists; empty for the default one
 * @param password empty where it asks for none
 * @param keyPrefix what every key begins with
 * @param onFailure what limits do while it cannot be reached, unless they say so themselves
 * @param encryptionKey what secrets are encrypted with before they are kept there
 */
public record RedisConfig(
        List<URI> urls,
        Mode mode,
        Optional<String> master,
        Optional<String> user,
        Optional<Secret> password,
        String keyPrefix,
        OnFailure onFailure,
        Optional<Secret> encryptionKey,
        Position position) {

    /** What answers at the addresses. */
    public enum Mode {
        STANDALONE,
        CLUSTER,
        SENTINEL
    }

    /** What a limit does while the shared counters cannot be reached. */
    public enum OnFailure {
        /** Calls are refused. */
        DENY,
        /** Each gateway counts alone, so that together they may let through as many times the limit as there are gateways. */
        LOCAL
    }

    public RedisConfig {
        urls = List.copyOf(urls);
    }
}

package dev.securemcp.proxy.identity.token;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The bounds of key sets.
 *
 * @param maxSets issuers whose keys are kept; the one used least lately makes room
 * @param maxBytes the largest metadata document or key set
 * @param time how long a fetch may take, metadata and redirects included
 * @param age a set is fetched anew when it is so old
 * @param stale for how long a set is used while its issuer cannot be reached
 * @param unknownKey at most one fetch in so long because of keys that the set does not have
 * @param plainHttp hosts, in lower case, that may be asked without TLS; loopback always may
 */
public record KeySetSettings(
        int maxSets,
        int maxBytes,
        Duration time,
        Duration age,
        Duration stale,
        Duration unknownKey,
        Set<String> plainHttp) {

    public KeySetSettings {
        plainHttp =
                plainHttp.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}

package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.CertificateConfig;
import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.net.ClientIdentity;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a gateway's configuration says to the policies that reach other services. Equal only to itself: one for a whole
 * configuration.
 */
public final class OutboundSettings {

    /** For a document that is checked alone: any certificate and any sink may exist. */
    public static final OutboundSettings UNKNOWN = new OutboundSettings(
            (int) Limits.DEFAULTS.bytes(Limit.OUTBOUND_RESPONSE), false, Map.of(), Map.of(), Set.of());

    private final int maxResponseBytes;
    private final boolean known;
    private final Map<String, ClientIdentity> byName;
    private final Map<String, ClientIdentity> byThumbprint;
    private final Set<String> eventSinks;

    private OutboundSettings(
            int maxResponseBytes,
            boolean known,
            Map<String, ClientIdentity> byName,
            Map<String, ClientIdentity> byThumbprint,
            Set<String> eventSinks) {
        this.maxResponseBytes = maxResponseBytes;
        this.known = known;
        this.byName = Map.copyOf(byName);
        this.byThumbprint = Map.copyOf(byThumbprint);
        this.eventSinks = Set.copyOf(eventSinks);
    }

    /** Those of a configuration. */
    public static OutboundSettings of(Configuration configuration) {
        return of(
                (int) configuration.limits().bytes(Limit.OUTBOUND_RESPONSE),
                configuration.certificates(),
                configuration.eventSinks().keySet());
    }

    /**
     * These.
     *
     * @param maxResponseBytes the largest response of a {@code send-request}
     * @param certificates by id
     * @param eventSinks by logger id
     */
    public static OutboundSettings of(
            int maxResponseBytes, Map<String, CertificateConfig> certificates, Set<String> eventSinks) {
        Map<String, ClientIdentity> byName = new HashMap<>();
        Map<String, ClientIdentity> byThumbprint = new HashMap<>();
        certificates.forEach((name, certificate) -> {
            ClientIdentity identity = new ClientIdentity(
                    certificate.entry().chain(), certificate.entry().key());
            byName.put(name, identity);
            byThumbprint.put(certificate.thumbprint(), identity);
        });
        return new OutboundSettings(maxResponseBytes, true, byName, byThumbprint, eventSinks);
    }

    /** The largest response of a {@code send-request}, in bytes. */
    public int maxResponseBytes() {
        return maxResponseBytes;
    }

    /** Whether it is known what is configured; false where a document is checked alone. */
    public boolean known() {
        return known;
    }

    /** The certificate of an id. */
    public Optional<ClientIdentity> certificate(String id) {
        return Optional.ofNullable(byName.get(id));
    }

    /** The certificate with a SHA-1 thumbprint: hexadecimal digits in any case; colons and spaces between them do not count. */
    public Optional<ClientIdentity> certificateByThumbprint(String thumbprint) {
        String digits = thumbprint.replaceAll("[^0-9A-Fa-f]", "").toUpperCase(Locale.ROOT);
        return Optional.ofNullable(byThumbprint.get(digits));
    }

    /** Whether there is a sink of that name, as far as that is known. */
    public boolean hasEventSink(String name) {
        return !known || eventSinks.contains(name);
    }

    /** The names of the sinks. */
    public Set<String> eventSinks() {
        return eventSinks;
    }
}

package dev.securemcp.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A whole {@code gateway.yaml}, checked: every reference exists, every default is filled in. Immutable; maps keep the order
 * of the file. Secrets are masked in {@link #toString()}.
 *
 * @param position the file, as the person named it
 * @param directory what relative paths start from
 * @param publicUrl what clients see: scheme, host and port, without a slash at the end. Without it the request tells,
 *     which is safe on loopback only
 * @param trustedProxies whose {@code X-Forwarded-*} are believed
 * @param policy the global scope's policy document; without it the built-in one
 * @param fragments by the name that {@code include-fragment} uses
 * @param servers by name, at least one
 * @param backends by name
 * @param products by name
 * @param subscriptions by id, those of {@code keys} among them
 * @param subscriptionsFile where many more are, as lines of JSON
 * @param keyPepper what keys may be hashed with
 * @param namedValues by name
 * @param outboundAllow private addresses that a computed URL of the gateway's own calls may lead to
 * @param certificates what the gateway can show as a TLS client, by name
 * @param eventSinks where {@code log-to-eventhub} writes, by its logger id
 * @param tokens how tokens are validated
 * @param addressLists what {@code ip-filter} calls by name
 * @param schemas what {@code validate-content} calls by its schema id
 * @param stateDir where what must survive a restart is kept, resolved against the directory; it need not exist yet
 * @param redis what several gateways share their state through
 * @param managementToken what the management port asks for before it shows callers' data
 * @param limits the limits in force
 * @param counting what the limits of policies count
 */
public record Configuration(
        Position position,
        Path directory,
        Optional<URI> publicUrl,
        List<AddressRange> trustedProxies,
        Optional<PolicySource> policy,
        Map<String, PolicySource> fragments,
        Map<String, ServerConfig> servers,
        Map<String, BackendConfig> backends,
        Map<String, ProductConfig> products,
        Map<String, SubscriptionConfig> subscriptions,
        Optional<Path> subscriptionsFile,
        Optional<Pepper> keyPepper,
        Map<String, NamedValue> namedValues,
        List<AddressRange> outboundAllow,
        Map<String, CertificateConfig> certificates,
        Map<String, EventSinkConfig> eventSinks,
        TokenConfig tokens,
        Map<String, AddressSet> addressLists,
        Map<String, SchemaFile> schemas,
        Optional<Path> stateDir,
        Optional<RedisConfig> redis,
        Optional<Sha256> managementToken,
        Limits limits,
        CountingConfig counting) {

    public Configuration {
        trustedProxies = List.copyOf(trustedProxies);
        fragments = Copies.of(fragments);
        servers = Copies.of(servers);
        backends = Copies.of(backends);
        products = Copies.of(products);
        subscriptions = Copies.of(subscriptions);
        namedValues = Copies.of(namedValues);
        outboundAllow = List.copyOf(outboundAllow);
        certificates = Copies.of(certificates);
        eventSinks = Copies.of(eventSinks);
        addressLists = Copies.of(addressLists);
        schemas = Copies.of(schemas);
    }
}

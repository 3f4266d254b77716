package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.AuthorizationConfig.IssuerConfig;
import dev.securemcp.proxy.config.BridgeConfig.Credential;
import dev.securemcp.proxy.config.Section.Entry;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code bridge}: from a section to a record. */
final class BridgeSettings {

    private static final List<String> UPSTREAM_SCOPES = List.of("openid", "offline_access");

    private final Faults faults;
    private final NamedValueSettings namedValues;

    BridgeSettings(Faults faults, NamedValueSettings namedValues) {
        this.faults = faults;
        this.namedValues = namedValues;
    }

    /**
     * Reads what stands under {@code bridge}.
     *
     * @param issuers the servers of the same {@code authorization}
     * @param scopes that a token needs for some call of the server
     */
    Optional<BridgeConfig> read(Section bridge, List<IssuerConfig> issuers, Set<String> scopes) {
        Optional<IssuerConfig> issuer = issuer(bridge, issuers);
        Optional<Credential> credential = credential(bridge);
        if (issuer.isEmpty() || credential.isEmpty() || !bridge.has("client-id")) {
            return Optional.empty();
        }
        Map<String, String> mapped = new LinkedHashMap<>();
        bridge.named("scopes").forEach((name, entry) -> mapped.put(name, entry.text()));
        scopes.stream()
                .filter(scope -> !mapped.containsKey(scope))
                .forEach(scope -> faults.error(
                        bridge.position(),
                        bridge.path() + ".scopes",
                        "no token could have the scope `" + scope + "`, which a call needs",
                        "say here what the issuer calls it"));
        bridge.items("redirects").forEach(this::namesItsHost);
        return Optional.of(new BridgeConfig(
                issuer.get(),
                bridge.entry("authorize").flatMap(this::endpoint),
                bridge.entry("token").flatMap(this::endpoint),
                bridge.text("client-id"),
                credential.get(),
                mapped,
                bridge.has("upstream-scopes")
                        ? AuthorizationSettings.texts(bridge, "upstream-scopes")
                        : UPSTREAM_SCOPES,
                AuthorizationSettings.texts(bridge, "redirects"),
                bridge.flag("registration"),
                bridge.flag("client-id-metadata-documents"),
                Duration.ofMillis(bridge.amount("remember-consent")),
                bridge.position()));
    }

    private Optional<IssuerConfig> issuer(Section bridge, List<IssuerConfig> issuers) {
        Optional<Entry> named = bridge.entry("issuer");
        if (named.isEmpty()) {
            if (issuers.size() > 1) {
                faults.error(
                        bridge.position(),
                        bridge.path(),
                        "`servers` has several issuers, and a bridge leads to one",
                        "name it as `issuer` here");
            }
            return issuers.size() == 1 ? Optional.of(issuers.getFirst()) : Optional.empty();
        }
        Optional<IssuerConfig> found = issuers.stream()
                .filter(issuer -> issuer.issuer().toString().equals(named.get().text()))
                .findFirst();
        if (found.isEmpty() && !issuers.isEmpty()) {
            faults.error(
                    named.get().position(),
                    named.get().path(),
                    "this issuer is not one of `servers`, so its tokens would be refused",
                    "write it there as it is written here");
        }
        return found;
    }

    /** {@code https://a.example*} would allow {@code https://a.example.evil.net} too. */
    private void namesItsHost(Entry pattern) {
        String text = pattern.text();
        boolean web = text.startsWith("https:") || text.startsWith("http:");
        if (web && text.endsWith("*") && text.indexOf('/', text.indexOf("//") + 2) < 0 && !text.equals("https://*")) {
            faults.error(
                    pattern.position(),
                    pattern.path(),
                    "the host is not written to its end, so it stands for others as well",
                    "write a `/` behind the host: `https://host/*`");
        }
    }

    /** Whether a URL leads to this machine by its name. */
    static boolean isLoopback(String url) {
        try {
            return AuthorizationSettings.LOOPBACK.contains(
                    String.valueOf(URI.create(url).getHost()).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Credential> credential(Section bridge) {
        return bridge.entry("client-secret")
                .flatMap(namedValues::resolve)
                .<Credential>map(Credential.ClientSecret::new)
                .or(() -> bridge.entry("client-certificate").map(name -> new Credential.Certificate(name.text())));
    }

    /** The issuer's own endpoints: what goes there proves who the gateway is. */
    private Optional<URI> endpoint(Entry entry) {
        Optional<URI> url = BackendSettings.url(entry, faults);
        url.filter(found ->
                        found.getScheme().equals("http") && !AuthorizationSettings.LOOPBACK.contains(found.getHost()))
                .ifPresent(_ -> faults.warning(
                        entry.position(),
                        entry.path(),
                        "over plain http, codes and secrets travel in the clear",
                        "use https"));
        return url;
    }
}

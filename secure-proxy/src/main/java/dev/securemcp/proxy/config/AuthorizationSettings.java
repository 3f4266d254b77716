package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.AuthorizationConfig.IssuerConfig;
import dev.securemcp.proxy.config.AuthorizationConfig.Passthrough;
import dev.securemcp.proxy.config.AuthorizationConfig.Require;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.NameRules.Patterns;
import dev.securemcp.proxy.config.Section.Entry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code authorization} of a server: from sections to records, with the rules that one key alone cannot tell. */
final class AuthorizationSettings {

    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Faults faults;
    private final TokenConfig tokens;
    private final BridgeSettings bridges;

    AuthorizationSettings(Faults faults, NamedValueSettings namedValues, TokenConfig tokens) {
        this.faults = faults;
        this.tokens = tokens;
        this.bridges = new BridgeSettings(faults, namedValues);
    }

    /** What a server's section says; empty where it says nothing. */
    Optional<AuthorizationConfig> read(Section server) {
        Optional<AuthorizationConfig> authorization =
                server.entry("authorization").map(entry -> authorization(entry, server));
        if (!(authorization.orElse(null) instanceof ResourceServer)) {
            server.sections("tools").values().forEach(this::withoutTokens);
        }
        return authorization;
    }

    /** The patterns of a product. */
    static NameRules rules(Section product) {
        return new NameRules(
                product.section("allow").map(AuthorizationSettings::patterns).orElse(Patterns.NONE),
                product.section("deny").map(AuthorizationSettings::patterns).orElse(Patterns.NONE));
    }

    /** A list of texts; empty where the key is absent. */
    static List<String> texts(Section section, String key) {
        return section.items(key).stream().map(Entry::text).toList();
    }

    private static Patterns patterns(Section section) {
        return new Patterns(texts(section, "tools"), texts(section, "prompts"), texts(section, "resources"));
    }

    private AuthorizationConfig authorization(Entry entry, Section server) {
        if (!(entry.value() instanceof Section section)) {
            return new Passthrough(entry.position());
        }
        List<IssuerConfig> issuers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Entry item : section.items("servers")) {
            issuer(item).ifPresent(issuer -> {
                issuers.add(issuer);
                if (!issuer.tokenIssuers().stream().allMatch(names::add)) {
                    faults.error(
                            item.position(),
                            item.path(),
                            "another issuer here has tokens of the same `iss`",
                            "keep one of them, or tell them apart by `token-issuers`");
                }
            });
        }
        return new ResourceServer(
                issuers,
                texts(section, "audiences"),
                texts(section, "scopes"),
                implied(section),
                section.has("scope-claims") ? texts(section, "scope-claims") : List.of("scope", "scp"),
                section.has("role-claims") ? texts(section, "role-claims") : List.of("roles"),
                Duration.ofMillis(section.amount("clock-skew")),
                require(section, server),
                section.section("bridge").flatMap(bridge -> bridges.read(bridge, issuers, needed(section, server))),
                section.position());
    }

    /** Scopes that a token needs for some call of a server. */
    private static Set<String> needed(Section section, Section server) {
        Set<String> needed = new LinkedHashSet<>(texts(section, "scopes"));
        server.sections("tools").values().forEach(tool -> needed.addAll(texts(tool, "scopes")));
        return needed;
    }

    private Optional<IssuerConfig> issuer(Entry entry) {
        if (entry.value() instanceof Section section) {
            return section.entry("issuer").flatMap(issuer -> url(issuer)).flatMap(issuer -> {
                Optional<URI> metadata = section.has("metadata")
                        ? section.entry("metadata").flatMap(given -> url(given))
                        : Optional.of(metadata(issuer));
                Optional<URI> jwks = section.entry("jwks").flatMap(given -> url(given));
                return metadata.map(found -> new IssuerConfig(
                        issuer,
                        section.has("token-issuers") ? texts(section, "token-issuers") : List.of(issuer.toString()),
                        found,
                        !section.has("metadata"),
                        jwks,
                        new LinkedHashSet<>(texts(section, "algorithms")),
                        entry.position()));
            });
        }
        return url(entry)
                .map(issuer -> new IssuerConfig(
                        issuer,
                        List.of(issuer.toString()),
                        metadata(issuer),
                        true,
                        Optional.empty(),
                        Set.of(),
                        entry.position()));
    }

    /** OpenID Connect Discovery 1.0 §4: behind the issuer's path, whose last slash is left out. */
    private static URI metadata(URI issuer) {
        return URI.create(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
    }

    /** Whoever can change what comes from such a URL can make tokens, so it is https, or this machine. */
    private Optional<URI> url(Entry entry) {
        Optional<URI> url = BackendSettings.url(entry, faults);
        url.filter(found -> !tokens.mayAsk(found))
                .ifPresent(_ -> faults.error(
                        entry.position(),
                        entry.path(),
                        "over plain http anybody on the way could put in keys of their own",
                        "use https; or, in a network that you trust, name the host under `key-sets.plain-http`"));
        return url;
    }

    private Require require(Section section, Section server) {
        Optional<Entry> written = section.entry("require");
        Optional<Boolean> keys = server.entry("subscription-required").map(entry -> (Boolean) entry.value());
        if (written.isEmpty()) {
            return keys.orElse(true) ? Require.BOTH : Require.TOKEN;
        }
        Require require = Require.valueOf(written.get().text().toUpperCase(Locale.ROOT));
        boolean contradicts = require == Require.BOTH ? !keys.orElse(true) : keys.orElse(false);
        if (contradicts) {
            faults.error(
                    written.get().position(),
                    written.get().path(),
                    "`subscription-required: " + keys.get() + "` says otherwise",
                    "take that line out");
        }
        return require;
    }

    /** Every scope with all that it brings, also through others. */
    private static Map<String, Set<String>> implied(Section section) {
        Map<String, List<String>> direct = new LinkedHashMap<>();
        section.lists("implied-scopes")
                .forEach((scope, entries) ->
                        direct.put(scope, entries.stream().map(Entry::text).toList()));
        Map<String, Set<String>> all = new LinkedHashMap<>();
        direct.keySet().forEach(scope -> {
            Set<String> reached = new LinkedHashSet<>();
            Deque<String> open = new ArrayDeque<>(direct.get(scope));
            while (!open.isEmpty()) {
                String next = open.poll();
                if (!next.equals(scope) && reached.add(next)) {
                    open.addAll(direct.getOrDefault(next, List.of()));
                }
            }
            all.put(scope, Set.copyOf(reached));
        });
        return all;
    }

    private void withoutTokens(Section tool) {
        for (String key : List.of("scopes", "roles")) {
            tool.entry(key)
                    .filter(entry -> !tool.items(key).isEmpty())
                    .ifPresent(entry -> faults.error(
                            entry.position(),
                            entry.path(),
                            "nobody could call this tool: only tokens that the gateway validates have " + key,
                            "write `authorization` with its `servers` on the server, or take this out"));
        }
    }
}

package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.AuthorizationConfig.Require;
import dev.securemcp.proxy.config.AuthorizationConfig.ResourceServer;
import dev.securemcp.proxy.config.ServerConfig.Batches;
import dev.securemcp.proxy.config.ServerConfig.KeyNames;
import dev.securemcp.proxy.config.ServerConfig.ToolConfig;
import dev.securemcp.proxy.config.ServerConfig.ToolDenials;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code servers}: from sections to records, with the rules that one key alone cannot tell. */
final class ServerSettings {

    /** What the gateway itself answers there, or will: the OAuth endpoints that MCP clients try, pages, management. */
    static final Set<String> RESERVED =
            Set.of(".well-known", "oauth", "q", "authorize", "token", "register", "portal", "admin");

    /** What a base path must not be followed by in another server's base path: these are endpoints of the first. */
    private static final List<String> ENDPOINTS = List.of("mcp", "sse", "messages", "authorize", "token", "register");

    private final Faults faults;
    private final AuthorizationSettings authorizations;

    ServerSettings(Faults faults, AuthorizationSettings authorizations) {
        this.faults = faults;
        this.authorizations = authorizations;
    }

    Map<String, ServerConfig> read(Map<String, Section> sections) {
        Map<String, ServerConfig> servers = new LinkedHashMap<>();
        sections.forEach((name, section) -> servers.put(name, server(name, section)));
        paths(sections, servers);
        return servers;
    }

    private ServerConfig server(String name, Section section) {
        Map<String, ToolConfig> tools = new LinkedHashMap<>();
        section.sections("tools").forEach((tool, settings) -> tools.put(tool, tool(tool, settings)));
        Optional<AuthorizationConfig> authorization = authorizations.read(section);
        String batches = section.written("batches").orElse(tools.isEmpty() ? "allow" : "refuse");
        return new ServerConfig(
                name,
                section.written("path").orElse(name),
                section.written("display-name").orElse(name),
                section.text("description"),
                section.text("backend"),
                keyRequired(section, authorization),
                section.section("subscription-key")
                        .map(ServerSettings::keyNames)
                        .orElse(KeyNames.DEFAULT),
                section.policy(),
                tools,
                origins(section),
                lowerCase(section, "allowed-hosts"),
                Batches.valueOf(batches.toUpperCase(Locale.ROOT)),
                section.text("tool-denials").equals("json-rpc") ? ToolDenials.JSON_RPC : ToolDenials.STATUS,
                authorization,
                section.flag("list-step-up"),
                section.flag("cache-lists"),
                UnknownKeys.read(section),
                section.position());
    }

    private static ToolConfig tool(String name, Section settings) {
        return new ToolConfig(
                name,
                settings.policy(),
                AuthorizationSettings.texts(settings, "scopes"),
                AuthorizationSettings.texts(settings, "roles"),
                settings.section("cache")
                        .filter(cache -> cache.entry("ttl").isPresent())
                        .map(cache -> new ServerConfig.ToolCache(
                                Duration.ofMillis(cache.amount("ttl")), cache.flag("shared"))),
                settings.position());
    }

    /** Where tokens are asked for, {@code require} says whether a key is needed too. */
    private static boolean keyRequired(Section section, Optional<AuthorizationConfig> authorization) {
        return authorization.orElse(null) instanceof ResourceServer tokens
                ? tokens.require() == Require.BOTH
                : section.flag("subscription-required");
    }

    private static KeyNames keyNames(Section section) {
        return new KeyNames(section.text("header"), section.text("query"), section.flag("in-query"));
    }

    private List<String> origins(Section section) {
        List<String> origins = lowerCase(section, "allowed-origins");
        if (origins.contains("*")) {
            faults.warning(
                    section.position(),
                    section.path() + ".allowed-origins",
                    "`*` lets any web page that a user visits call this server from the browser (DNS rebinding)",
                    "name the origins");
        }
        return origins;
    }

    private static List<String> lowerCase(Section section, String key) {
        return section.items(key).stream()
                .map(entry -> entry.text().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Base paths: not the gateway's own, no two alike, none inside the endpoints of another. */
    private void paths(Map<String, Section> sections, Map<String, ServerConfig> servers) {
        Map<String, String> taken = new LinkedHashMap<>();
        servers.forEach((name, server) -> {
            Section section = sections.get(name);
            Position position =
                    section.entry("path").map(Section.Entry::position).orElse(section.position());
            String path = section.path() + ".path";
            String first = server.path().split("/", 2)[0];
            if (RESERVED.contains(first.toLowerCase(Locale.ROOT))) {
                faults.error(position, path, "the gateway itself answers at /" + first, "choose another `path`");
            }
            String other = taken.putIfAbsent(server.path(), name);
            if (other != null) {
                faults.error(
                        position,
                        path,
                        "the server `" + other + "` has the same base path",
                        "give one of them another `path`");
            }
        });
        servers.forEach((name, server) -> taken.forEach((path, other) -> ENDPOINTS.forEach(endpoint -> {
            String inside = path + "/" + endpoint;
            if (server.path().equals(inside) || server.path().startsWith(inside + "/")) {
                faults.error(
                        sections.get(name).position(),
                        sections.get(name).path() + ".path",
                        "it lies inside an endpoint of the server `" + other + "`: its base path and `/" + endpoint
                                + "`",
                        "choose another `path`");
            }
        })));
    }
}

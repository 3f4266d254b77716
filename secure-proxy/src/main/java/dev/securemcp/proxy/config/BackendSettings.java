package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.BackendConfig.CredentialConfig;
import dev.securemcp.proxy.config.BackendConfig.InstanceConfig;
import dev.securemcp.proxy.config.Section.Entry;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code backends}: from sections to records. */
final class BackendSettings {

    /** Fields that the relay or the protocol owns (RFC 9110 §7.6.1, MCP Streamable HTTP); no credential travels in them. */
    private static final Set<String> OWNED = Set.of(
            "host",
            "connection",
            "content-length",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "keep-alive",
            "expect",
            "proxy-connection",
            "content-type",
            "content-encoding",
            "accept",
            "origin",
            "forwarded",
            "last-event-id",
            "mcp-session-id",
            "mcp-protocol-version",
            "mcp-method",
            "mcp-name");

    private final Faults faults;
    private final NamedValueSettings namedValues;

    BackendSettings(Faults faults, NamedValueSettings namedValues) {
        this.faults = faults;
        this.namedValues = namedValues;
    }

    Map<String, BackendConfig> read(Map<String, Section> sections) {
        Map<String, BackendConfig> backends = new LinkedHashMap<>();
        sections.forEach((name, section) -> {
            List<InstanceConfig> instances = section.items("instances").stream()
                    .map(entry -> instance(entry.section()))
                    .flatMap(Optional::stream)
                    .toList();
            Optional<CredentialConfig> credential =
                    section.section("credential").flatMap(this::credential);
            backends.put(name, new BackendConfig(name, instances, credential, section.position()));
        });
        return backends;
    }

    private Optional<InstanceConfig> instance(Section section) {
        Optional<URI> url = section.entry("url").flatMap(entry -> url(entry, faults));
        Optional<URI> sse =
                section.entry("sse-url").flatMap(entry -> url(entry, faults)).or(() -> url.map(BackendSettings::sse));
        return url.isPresent() && sse.isPresent()
                ? Optional.of(new InstanceConfig(url.get(), sse.get(), section.position()))
                : Optional.empty();
    }

    /** {@code {url}/sse}: behind the path, before a query. */
    private static URI sse(URI url) {
        String text = url.toString();
        int query = text.indexOf('?');
        String path = query < 0 ? text : text.substring(0, query);
        String rest = query < 0 ? "" : text.substring(query);
        return URI.create(path + (path.endsWith("/") ? "sse" : "/sse") + rest);
    }

    /** An http URL with a host and a sound port; messages do not show it, for where a slip is a password may be. */
    static Optional<URI> url(Entry entry, Faults faults) {
        try {
            URI url = new URI(entry.text());
            if (url.getHost() != null && url.getPort() != 0 && url.getPort() <= 65_535) {
                return Optional.of(url);
            }
            faults.error(entry.position(), entry.path(), "the URL has no host that can be asked, or a wrong port", "");
        } catch (URISyntaxException e) {
            faults.error(
                    entry.position(),
                    entry.path(),
                    "not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1),
                    "");
        }
        return Optional.empty();
    }

    private Optional<CredentialConfig> credential(Section section) {
        Optional<Entry> header = section.entry("header");
        Optional<Entry> value = section.entry("value");
        header.filter(entry -> OWNED.contains(entry.text().toLowerCase(Locale.ROOT)))
                .ifPresent(entry -> faults.error(
                        entry.position(),
                        entry.path(),
                        "the gateway itself sets `" + entry.text() + "`",
                        "name another header"));
        if (header.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        Optional<Secret> resolved = namedValues.resolve(value.get());
        resolved.filter(secret -> !Format.LINE.matches(secret.reveal()))
                .ifPresent(_ -> faults.error(
                        value.get().position(),
                        value.get().path(),
                        "with its named values put in, this is no value for a header: empty, too long or with a line end in it",
                        "look at the named values; of a file only one line end at its end is ignored"));
        return resolved.map(secret -> new CredentialConfig(header.get().text(), secret, section.position()));
    }
}

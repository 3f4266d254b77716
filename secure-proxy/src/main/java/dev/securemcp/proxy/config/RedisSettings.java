package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.RedisConfig.Mode;
import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.config.Section.Entry;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code redis}: from the section to a record. */
final class RedisSettings {

    private static final int SHORTEST_KEY = 32;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final NamedValueSettings namedValues;
    private final Faults faults;

    RedisSettings(NamedValueSettings namedValues, Faults faults) {
        this.namedValues = namedValues;
        this.faults = faults;
    }

    RedisConfig read(Section section) {
        List<Entry> addresses = new ArrayList<>();
        section.entry("url").ifPresent(addresses::add);
        addresses.addAll(section.items("urls"));
        Mode mode = Mode.valueOf(section.written("mode").orElse("standalone").toUpperCase(Locale.ROOT));
        checkMode(section, mode, addresses);
        List<URI> urls = new ArrayList<>();
        addresses.forEach(entry -> BackendSettings.url(entry, faults).ifPresent(url -> {
            warnOfPlain(entry, url);
            urls.add(url);
        }));
        return new RedisConfig(
                urls,
                mode,
                section.written("master"),
                section.written("user"),
                section.entry("password").flatMap(namedValues::resolve),
                section.written("key-prefix").orElse("securemcp"),
                OnFailure.valueOf(section.written("on-failure").orElse("local").toUpperCase(Locale.ROOT)),
                section.entry("encryption-key").flatMap(this::encryptionKey),
                section.position());
    }

    private void checkMode(Section section, Mode mode, List<Entry> addresses) {
        if (mode == Mode.SENTINEL && section.written("master").isEmpty()) {
            faults.error(
                    section.position(), section.path(), "sentinels are asked for a master by name", "add `master`");
        }
        if (mode != Mode.SENTINEL && section.written("master").isPresent()) {
            Entry master = section.entry("master").orElseThrow();
            faults.error(
                    master.position(), master.path(), "only sentinels know a master by name", "set `mode: sentinel`");
        }
        if (mode == Mode.STANDALONE && addresses.size() > 1) {
            faults.error(
                    addresses.get(1).position(),
                    addresses.get(1).path(),
                    "a single server has one address",
                    "set `mode: cluster` or `mode: sentinel`, or leave one");
        }
    }

    private void warnOfPlain(Entry entry, URI url) {
        if (url.getScheme().equals("redis") && url.getHost() != null && !LOOPBACK.contains(url.getHost())) {
            faults.warning(
                    entry.position(),
                    entry.path(),
                    "without TLS, the password and everything kept there travel in the clear",
                    "use rediss://, unless the network itself is trusted");
        }
    }

    private Optional<Secret> encryptionKey(Entry entry) {
        Optional<Secret> key = namedValues.resolve(entry);
        if (key.isPresent() && key.get().reveal().length() < SHORTEST_KEY) {
            faults.error(
                    entry.position(),
                    entry.path(),
                    "the key has fewer than " + SHORTEST_KEY + " characters",
                    "`openssl rand -base64 32` makes one");
            return Optional.empty();
        }
        return key;
    }
}

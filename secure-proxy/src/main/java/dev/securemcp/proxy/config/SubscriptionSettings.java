package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import dev.securemcp.proxy.config.SubscriptionConfig.State;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code subscriptions} and {@code keys}: from sections to records; keys become hashes here. */
final class SubscriptionSettings {

    private final Faults faults;
    private final SecretFiles files;
    private final Instant now;
    private final boolean peppered;
    private final Map<StoredKey, String> seen = new HashMap<>();

    /**
     * @param peppered whether there is a pepper
     */
    SubscriptionSettings(Faults faults, SecretFiles files, Instant now, boolean peppered) {
        this.faults = faults;
        this.files = files;
        this.now = now;
        this.peppered = peppered;
    }

    /**
     * Reads both kinds; their ids are names of one kind.
     *
     * @param products those that exist: their servers are what a subscription may open
     */
    Map<String, SubscriptionConfig> read(Section root, Map<String, ProductConfig> products) {
        Map<String, SubscriptionConfig> subscriptions = new LinkedHashMap<>();
        root.sections("subscriptions").forEach((id, section) -> {
            subscriptions.put(id, subscription(id, section, false));
            narrowed(section, products);
        });
        root.sections("keys").forEach((id, section) -> {
            SubscriptionConfig other = subscriptions.put(id, subscription(id, section, true));
            if (other != null) {
                faults.error(
                        section.position(),
                        section.path(),
                        "`" + id + "` stands under `subscriptions` too",
                        "logs and limits tell callers apart by it: choose another name");
            }
        });
        return subscriptions;
    }

    /** A subscription to a product opens nothing that the product does not hold. */
    private void narrowed(Section section, Map<String, ProductConfig> products) {
        ProductConfig product = section.written("product").map(products::get).orElse(null);
        if (product == null) {
            return;
        }
        for (Entry server : section.items("servers")) {
            if (!product.servers().contains(server.text())) {
                faults.error(
                        server.position(),
                        server.path(),
                        "the product `" + product.name() + "` does not hold this server",
                        "add it there, or leave `product` out");
            }
        }
    }

    private SubscriptionConfig subscription(String id, Section section, boolean plain) {
        Optional<Instant> notBefore = section.entry("not-before").flatMap(this::instant);
        Optional<Instant> expires = section.entry("expires").flatMap(this::instant);
        expires.ifPresent(end -> dates(section, notBefore, end));
        return new SubscriptionConfig(
                id,
                plain ? Optional.empty() : section.written("product"),
                section.entry("servers").map(SubscriptionSettings::names),
                plain ? key(section) : section.section("primary-key").flatMap(this::key),
                plain ? Optional.empty() : section.section("secondary-key").flatMap(this::key),
                State.valueOf(section.text("state").toUpperCase(Locale.ROOT)),
                notBefore,
                expires,
                section.flag("allow-tracing"),
                section.written("display-name").orElse(id),
                section.text("owner"),
                section.text("notes"),
                section.position());
    }

    private void dates(Section section, Optional<Instant> notBefore, Instant end) {
        Entry entry = section.entry("expires").orElseThrow();
        if (notBefore.isPresent() && !notBefore.get().isBefore(end)) {
            faults.error(
                    entry.position(),
                    entry.path(),
                    "its keys would stop working before they begin to",
                    "see `not-before`");
        } else if (!now.isBefore(end)) {
            faults.warning(entry.position(), entry.path(), "its keys have stopped working: this is in the past", "");
        }
    }

    private Optional<Instant> instant(Entry entry) {
        Optional<Instant> instant = SubscriptionConfig.instant(entry.text());
        if (instant.isEmpty()) {
            faults.error(entry.position(), entry.path(), "there is no such day or time in the calendar", "");
        }
        return instant;
    }

    private static Set<String> names(Entry servers) {
        Set<String> names = new LinkedHashSet<>();
        Section.itemsOf(servers).forEach(server -> names.add(server.text()));
        return names;
    }

    /** A token's hash; a key cannot be one as well. */
    Optional<Sha256> token(Section section) {
        Optional<StoredKey> token = unpeppered(section);
        token.ifPresent(found -> once(found, section));
        return token.map(StoredKey::digest);
    }

    /** The hash of a key, however it is given; one that stands twice in the document is a fault. */
    private Optional<StoredKey> key(Section section) {
        Optional<Entry> hmac = section.entry("hmac-sha256");
        if (hmac.isPresent() && !peppered) {
            faults.error(
                    hmac.get().position(),
                    hmac.get().path(),
                    "there is no pepper to check this key with",
                    "`key-pepper: { file: … }` names the file that it was hashed with");
        }
        Optional<StoredKey> key = hmac.flatMap(entry -> Sha256.parse(entry.text()))
                .map(digest -> new StoredKey(digest, true))
                .or(() -> unpeppered(section));
        key.ifPresent(found -> once(found, section));
        return key;
    }

    private Optional<StoredKey> unpeppered(Section section) {
        return section.written("sha256")
                .flatMap(Sha256::parse)
                .or(() -> section.entry("value").map(this::plain))
                .or(() -> section.entry("file").flatMap(this::fromFile))
                .map(digest -> new StoredKey(digest, false));
    }

    private void once(StoredKey key, Section section) {
        String other = seen.putIfAbsent(key, section.path());
        if (other != null) {
            faults.error(
                    section.position(),
                    section.path(),
                    "the same key as " + other,
                    "every key is one consumer's: make another with `secure-proxy key new`");
        }
    }

    private Sha256 plain(Entry value) {
        if (value.open()) {
            faults.warning(
                    value.position(),
                    value.path(),
                    "a key stands in this file",
                    "`secure-proxy key hash` makes the `sha256` line that can stand in its place");
        }
        return Sha256.of(value.text());
    }

    private Optional<Sha256> fromFile(Entry file) {
        Optional<String> text = files.read(file);
        if (text.isPresent() && !SubscriptionConfig.isKey(text.get())) {
            faults.error(
                    file.position(),
                    file.path(),
                    "the file does not hold " + Format.KEY.meaning(),
                    "`secure-proxy key new` makes a key");
            return Optional.empty();
        }
        return text.map(Sha256::of);
    }
}

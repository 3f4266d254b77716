package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import dev.securemcp.proxy.config.SubscriptionConfig.State;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code subscriptions}: from sections to records; keys become hashes here. */
final class SubscriptionSettings {

    private final Faults faults;
    private final SecretFiles files;
    private final Instant now;
    private final Map<Sha256, String> seen = new HashMap<>();

    SubscriptionSettings(Faults faults, SecretFiles files, Instant now) {
        this.faults = faults;
        this.files = files;
        this.now = now;
    }

    Map<String, SubscriptionConfig> read(Map<String, Section> sections) {
        Map<String, SubscriptionConfig> subscriptions = new LinkedHashMap<>();
        sections.forEach((id, section) -> subscriptions.put(id, subscription(id, section)));
        return subscriptions;
    }

    private SubscriptionConfig subscription(String id, Section section) {
        Optional<Instant> notBefore = section.entry("not-before").flatMap(this::instant);
        Optional<Instant> expires = section.entry("expires").flatMap(this::instant);
        expires.ifPresent(end -> dates(section, notBefore, end));
        return new SubscriptionConfig(
                id,
                section.text("product"),
                section.entry("primary-key").flatMap(this::key),
                section.entry("secondary-key").flatMap(this::key),
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
        String text = entry.text();
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            faults.error(entry.position(), entry.path(), "there is no such day or time in the calendar", "");
            return Optional.empty();
        }
    }

    /** The hash of a key, however it is given; one that stands twice in the document is a fault. */
    Optional<Sha256> key(Entry entry) {
        Section section = entry.section();
        Optional<Sha256> key = section.written("sha256")
                .flatMap(Sha256::parse)
                .or(() -> section.entry("value").map(this::plain))
                .or(() -> section.entry("file").flatMap(this::fromFile));
        key.ifPresent(hash -> {
            String other = seen.putIfAbsent(hash, section.path());
            if (other != null) {
                faults.error(
                        section.position(),
                        section.path(),
                        "the same key as " + other,
                        "every key is one consumer's: make another with `secure-proxy key new`");
            }
        });
        return key;
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

package dev.securemcp.proxy.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping that was read by its table: typed values under their keys. What was faulty is left out (the fault is recorded),
 * so a later check may see less than the person wrote but never something wrong.
 *
 * @param position of its key, or of its beginning
 * @param path in the document
 */
record Section(Position position, String path, Shape.Mapping shape, Map<String, Entry> entries) {

    /**
     * A value with its place.
     *
     * @param value a String, Boolean, Long (an amount), {@link PolicySource}, {@link Section}, {@code Map<String, Entry>} or
     *     {@code List<Entry>}, as its shape says
     * @param open whether it is written in the document itself, not taken from the environment
     */
    record Entry(Object value, Position position, String path, boolean open) {

        String text() {
            return (String) value;
        }

        Section section() {
            return (Section) value;
        }

        PolicySource policy() {
            return (PolicySource) value;
        }
    }

    boolean has(String key) {
        return entries.containsKey(known(key).name());
    }

    /** The entry as it was written, without a default. */
    Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(known(key).name()));
    }

    /** A text or a choice: as written, else the table's default, which may be empty. */
    String text(String key) {
        return entry(key).map(Entry::text).orElse(known(key).byDefault());
    }

    Optional<String> written(String key) {
        return entry(key).map(Entry::text);
    }

    boolean flag(String key) {
        return entry(key)
                .map(entry -> (Boolean) entry.value())
                .orElseGet(() -> Boolean.valueOf(known(key).byDefault()));
    }

    /** An amount: as written, else the table's default, which must be there. */
    long amount(String key) {
        return entry(key).map(entry -> (Long) entry.value()).orElseGet(() -> {
            Key known = known(key);
            return Amounts.parse(known.byDefault(), ((Shape.Amount) known.shape()).unit())
                    .orElseThrow();
        });
    }

    Optional<Section> section(String key) {
        return entry(key).map(Entry::section);
    }

    /** A sequence; empty where the key is absent. */
    List<Entry> items(String key) {
        return entry(key).map(Section::itemsOf).orElse(List.of());
    }

    /** A mapping from names; empty where the key is absent. */
    Map<String, Entry> named(String key) {
        return entry(key).map(Section::namedOf).orElse(Map.of());
    }

    /** The sequences of a mapping from names. */
    Map<String, List<Entry>> lists(String key) {
        Map<String, List<Entry>> lists = new LinkedHashMap<>();
        named(key).forEach((name, entry) -> lists.put(name, itemsOf(entry)));
        return lists;
    }

    /** The sections of a mapping from names. */
    Map<String, Section> sections(String key) {
        Map<String, Section> sections = new LinkedHashMap<>();
        named(key).forEach((name, entry) -> sections.put(name, entry.section()));
        return sections;
    }

    /** What {@code policy} or {@code policies} holds. */
    Optional<PolicySource> policy() {
        return entry("policy").or(() -> entry("policies")).map(Entry::policy);
    }

    private Key known(String name) {
        return shape.key(name).orElseThrow(() -> new IllegalArgumentException(shape.title() + " has no key " + name));
    }

    @SuppressWarnings("unchecked") // ShapeReader makes every sequence such a list
    static List<Entry> itemsOf(Entry entry) {
        return (List<Entry>) entry.value();
    }

    @SuppressWarnings("unchecked") // ShapeReader makes every mapping from names such a map
    private static Map<String, Entry> namedOf(Entry entry) {
        return (Map<String, Entry>) entry.value();
    }
}

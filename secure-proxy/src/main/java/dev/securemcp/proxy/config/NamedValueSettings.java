package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Section.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code named-values}: fetched once, from the document, a file or the environment. */
final class NamedValueSettings {

    private static final Pattern REFERENCE = Pattern.compile("\\{\\{([A-Za-z0-9._-]+)\\}\\}");

    private final Faults faults;
    private final SecretFiles files;
    private final Function<String, Optional<String>> environment;
    private final Map<String, NamedValue> values = new LinkedHashMap<>();
    private Set<String> declared = Set.of();

    NamedValueSettings(Faults faults, SecretFiles files, Function<String, Optional<String>> environment) {
        this.faults = faults;
        this.files = files;
        this.environment = environment;
    }

    Map<String, NamedValue> read(Map<String, Section> sections) {
        declared = sections.keySet();
        sections.forEach((name, section) -> value(section)
                .ifPresent(value -> values.put(
                        name, new NamedValue(name, section.flag("secret"), Secret.of(value), section.position()))));
        return values;
    }

    private Optional<String> value(Section section) {
        Optional<Entry> value = section.entry("value");
        if (value.isPresent()) {
            if (section.flag("secret") && value.get().open()) {
                faults.warning(
                        value.get().position(),
                        value.get().path(),
                        "a secret stands in this file",
                        "better `file`, or `env`");
            }
            return value.map(Entry::text);
        }
        return section.entry("file").flatMap(files::read).or(() -> section.entry("env")
                .flatMap(this::variable));
    }

    private Optional<String> variable(Entry name) {
        Optional<String> value = environment.apply(name.text());
        if (value.isEmpty()) {
            faults.error(
                    name.position(), name.path(), "the environment variable " + name.text() + " is not set", "set it");
        }
        return value;
    }

    /** A text with every {@code {{name}}} replaced; empty with the fault recorded where one is unknown or was faulty. */
    Optional<Secret> resolve(Entry entry) {
        Matcher reference = REFERENCE.matcher(entry.text());
        StringBuilder result = new StringBuilder();
        boolean complete = true;
        boolean any = false;
        while (reference.find()) {
            any = true;
            NamedValue value = values.get(reference.group(1));
            if (value == null && !declared.contains(reference.group(1))) {
                faults.error(
                        entry.position(),
                        entry.path(),
                        entry.open()
                                ? "there is no named value `" + reference.group(1) + "`"
                                : "the value names a named value that does not exist",
                        entry.open()
                                ? Nearest.reference(reference.group(1), declared, "named-values")
                                : "look at the variable");
            }
            complete &= value != null;
            String text = value == null ? "" : value.value().reveal();
            reference.appendReplacement(result, Matcher.quoteReplacement(text));
        }
        if (!any && entry.open()) {
            faults.warning(
                    entry.position(),
                    entry.path(),
                    "a credential stands in this file",
                    "better a named value with `file` or `env`, written here as `{{name}}`");
        }
        return complete ? Optional.of(Secret.of(reference.appendTail(result).toString())) : Optional.empty();
    }
}

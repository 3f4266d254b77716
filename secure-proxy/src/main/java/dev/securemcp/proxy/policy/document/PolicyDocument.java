package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code <policies>} document.
 *
 * @param position where it begins
 * @param sections the sections that are there, with their elements; one that is not there means {@code <base/>}, one
 *     that is there and empty leaves the enclosing scopes out
 */
public record PolicyDocument(Position position, Map<Section, List<PolicyElement>> sections) implements PolicySource {

    public PolicyDocument {
        Map<Section, List<PolicyElement>> copy = new EnumMap<>(Section.class);
        sections.forEach((section, elements) -> copy.put(section, List.copyOf(elements)));
        sections = Collections.unmodifiableMap(copy);
    }

    /** The elements of a section; empty where the section is absent. */
    public Optional<List<PolicyElement>> section(Section section) {
        return Optional.ofNullable(sections.get(section));
    }
}

package dev.securemcp.proxy.policy.document;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where an element may stand.
 *
 * @param name the element
 * @param sections the sections it may stand in, at any depth
 * @param scopes the scopes whose documents may hold it
 * @param once how often it may stand
 */
public record ElementRule(String name, Set<Section> sections, Set<Scope> scopes, Once once) {

    /** How often an element may stand in one document, branches of a {@code choose} counted alike. */
    public enum Once {
        ANY,
        SECTION,
        DOCUMENT
    }

    public ElementRule {
        sections = Set.copyOf(sections);
        scopes = Set.copyOf(scopes);
    }

    /** @param letters I, B, O and E for the sections */
    static ElementRule in(String letters, String name) {
        EnumSet<Section> sections = EnumSet.noneOf(Section.class);
        for (int i = 0; i < letters.length(); i++) {
            sections.add(
                    switch (letters.charAt(i)) {
                        case 'I' -> Section.INBOUND;
                        case 'B' -> Section.BACKEND;
                        case 'O' -> Section.OUTBOUND;
                        case 'E' -> Section.ON_ERROR;
                        default -> throw new IllegalArgumentException(letters);
                    });
        }
        return new ElementRule(name, sections, EnumSet.allOf(Scope.class), Once.ANY);
    }

    ElementRule once(Once often) {
        return new ElementRule(name, sections, scopes, often);
    }

    ElementRule scopes(Scope first, Scope... others) {
        return new ElementRule(name, sections, EnumSet.of(first, others), once);
    }

    /** The sections in the order they run, for a message. */
    public String sectionNames() {
        return sections.stream().sorted().map(Section::id).collect(Collectors.joining(", "));
    }

    /** The scopes, outermost first, in the words of the configuration. */
    public String scopeNames() {
        return scopes.stream().sorted().map(Scope::word).collect(Collectors.joining(", "));
    }
}

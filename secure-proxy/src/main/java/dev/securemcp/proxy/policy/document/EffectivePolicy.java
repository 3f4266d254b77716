package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents of all scopes that apply to a call, as one flat list of elements per section: each {@code <base/>} has
 * been replaced by the enclosing scope's section, an absent section means {@code <base/>}, and a present one without it
 * leaves the enclosing scopes out. Outermost of all is the built-in document, which only forwards the request. Immutable.
 *
 * @param sections the elements of every section, in the order they run
 */
public record EffectivePolicy(Map<Section, List<Placed>> sections) {

    /** The name of the built-in document in positions and origins. */
    public static final String BUILT_IN = "built-in";

    private static final Position BUILT_IN_POSITION = Position.of(BUILT_IN);

    private static final ScopedDocument BUILT_IN_DOCUMENT = new ScopedDocument(
            Scope.GLOBAL,
            BUILT_IN,
            new PolicyDocument(
                    BUILT_IN_POSITION,
                    Map.of(
                            Section.INBOUND, List.of(),
                            Section.BACKEND,
                                    List.of(new PolicyElement(
                                            "forward-request", BUILT_IN_POSITION, List.of(), List.of(), "")),
                            Section.OUTBOUND, List.of(),
                            Section.ON_ERROR, List.of())));

    public EffectivePolicy {
        Map<Section, List<Placed>> copy = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            copy.put(section, List.copyOf(sections.getOrDefault(section, List.of())));
        }
        sections = Collections.unmodifiableMap(copy);
    }

    /**
     * Computes it.
     *
     * @param documents the documents that apply, outermost first; scopes without a document are left out
     */
    public static EffectivePolicy of(List<ScopedDocument> documents) {
        for (int i = 1; i < documents.size(); i++) {
            if (documents.get(i).scope().compareTo(documents.get(i - 1).scope()) <= 0) {
                throw new IllegalArgumentException("documents must be given outermost first, one for each scope");
            }
        }
        Map<Section, List<Placed>> sections = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            List<Placed> flat = flatten(BUILT_IN_DOCUMENT, section, List.of());
            for (ScopedDocument document : documents) {
                flat = flatten(document, section, flat);
            }
            sections.put(section, flat);
        }
        return new EffectivePolicy(sections);
    }

    private static List<Placed> flatten(ScopedDocument document, Section section, List<Placed> enclosing) {
        List<PolicyElement> elements = document.document().section(section).orElse(null);
        if (elements == null) {
            return enclosing;
        }
        Map<String, Origin> origins = new HashMap<>();
        List<Placed> flat = new ArrayList<>();
        for (PolicyElement element : elements) {
            if (element.name().equals("base")) {
                flat.addAll(enclosing);
            } else {
                Origin origin =
                        origins.computeIfAbsent(element.fragment(), fragment -> new Origin(document.owner(), fragment));
                flat.add(new Placed(element, document.scope(), origin));
            }
        }
        return flat;
    }

    /** The elements of a section, in the order they run. */
    public List<Placed> section(Section section) {
        return sections.get(section);
    }

    /**
     * The policy as a document for a person, with a comment before each element that says where it came from; secrets are
     * masked.
     */
    public String explain() {
        return PolicyXmlWriter.explain(this);
    }
}

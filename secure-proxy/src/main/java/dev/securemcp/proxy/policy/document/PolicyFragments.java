package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Nearest;
import dev.securemcp.proxy.config.Position;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fragments of a configuration: checked once, then put in place of each {@code include-fragment}. A fragment holds no
 * {@code <base/>}, no sections and no other fragment.
 */
public final class PolicyFragments {

    private final Map<String, List<PolicyElement>> fragments = new HashMap<>();
    private final ReaderLimits limits;
    private final Faults faults;
    private final boolean allowUnknown;

    /**
     * Checks fragments.
     *
     * @param documents the fragments by id, named values already replaced
     * @param allowUnknown whether an unknown id is left out with a warning, for checking a document without its configuration
     */
    public PolicyFragments(
            Map<String, FragmentDocument> documents, boolean allowUnknown, ReaderLimits limits, Faults faults) {
        this.limits = limits;
        this.faults = faults;
        this.allowUnknown = allowUnknown;
        documents.forEach((id, document) -> fragments.put(
                id,
                Containers.change(document.elements(), "fragment", "fragment", this::withoutForbidden).stream()
                        .map(element -> tag(element, id))
                        .toList()));
    }

    private List<PolicyElement> withoutForbidden(PolicyElement element, String path, String holder) {
        switch (element.name()) {
            case "base" ->
                faults.error(
                        element.position(),
                        path,
                        "found `<base/>` in a fragment, expected policy elements",
                        "put `<base/>` into the document that includes it");
            case "include-fragment" ->
                faults.error(
                        element.position(),
                        path,
                        "found `<include-fragment>` in a fragment, expected policy elements",
                        "include both fragments in the document");
            default -> {
                return List.of(element);
            }
        }
        return List.of();
    }

    private static PolicyElement tag(PolicyElement element, String id) {
        List<PolicyNode> children = element.children().stream()
                .map(child -> child instanceof PolicyElement inner ? tag(inner, id) : child)
                .toList();
        return new PolicyElement(element.name(), element.position(), element.attributes(), children, id);
    }

    /** The elements of a fragment that is known, what may not stand in it left out. */
    List<PolicyElement> elements(String id) {
        return fragments.get(id);
    }

    /** The document with fragments in place of their {@code include-fragment}, at any depth. */
    public PolicyDocument expand(PolicyDocument document) {
        int[] room = {limits.elements()};
        Map<Section, List<PolicyElement>> sections = new EnumMap<>(Section.class);
        document.sections()
                .forEach((section, elements) -> sections.put(
                        section,
                        Containers.change(
                                elements,
                                section.id(),
                                section.id(),
                                (element, path, holder) -> include(element, path, room))));
        return new PolicyDocument(document.position(), sections);
    }

    private List<PolicyElement> include(PolicyElement element, String path, int[] room) {
        if (!element.name().equals("include-fragment")) {
            return List.of(element);
        }
        AttributeReader reader = new AttributeReader(element, path, faults);
        PolicyText id = reader.requiredLiteral("fragment-id");
        reader.done();
        if (id.open()) {
            return List.of();
        }
        Optional<List<PolicyElement>> found =
                Optional.ofNullable(fragments.get(id.text().strip()));
        if (found.isEmpty()) {
            unknown(id, path);
            return List.of();
        }
        if (room[0] >= 0) {
            room[0] -= count(found.get());
            if (room[0] < 0) {
                tooMany(element.position(), path);
            }
        }
        return room[0] < 0 ? List.of() : found.get();
    }

    private void unknown(PolicyText id, String path) {
        String message = "unknown fragment " + Shown.quoted(id.masked());
        if (allowUnknown) {
            faults.warning(id.position(), path, message, "it is left out of this check");
        } else {
            String remedy = "add it to `fragments`";
            faults.error(
                    id.position(),
                    path,
                    message,
                    id.secret() ? remedy : Nearest.remedy(id.text(), fragments.keySet(), remedy));
        }
    }

    private void tooMany(Position position, String path) {
        faults.error(
                position,
                path,
                "with its fragments this document has more than " + limits.elements() + " elements",
                "include fewer fragments");
    }

    private static int count(List<PolicyElement> elements) {
        int count = 0;
        for (PolicyElement element : elements) {
            count += 1 + count(element.elements());
        }
        return count;
    }
}

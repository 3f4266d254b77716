package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes of a root element the document or fragment that it is. */
final class DocumentShape {

    private static final String SECTIONS = "`<inbound>`, `<backend>`, `<outbound>` or `<on-error>`";

    private final Faults faults;

    private DocumentShape(Faults faults) {
        this.faults = faults;
    }

    static Optional<PolicySource> of(PolicyElement root, Faults faults) {
        DocumentShape shape = new DocumentShape(faults);
        return switch (root.name()) {
            case "policies" -> Optional.of(shape.policies(root));
            case "fragment" -> Optional.of(shape.fragment(root));
            default -> {
                faults.error(
                        root.position(),
                        "",
                        "found the root element " + Shown.quoted("<" + root.name() + ">")
                                + ", expected `<policies>` or `<fragment>`",
                        Section.of(root.name()).isPresent() ? "put the sections into `<policies>`" : "");
                yield Optional.empty();
            }
        };
    }

    private PolicyDocument policies(PolicyElement root) {
        noAttributes(root, "");
        Map<Section, List<PolicyElement>> sections = new EnumMap<>(Section.class);
        for (PolicyNode node : root.children()) {
            switch (node) {
                case PolicyText text -> stray(text, "policies", SECTIONS);
                case PolicyElement element -> section(element, sections);
            }
        }
        return new PolicyDocument(root.position(), sections);
    }

    private void section(PolicyElement element, Map<Section, List<PolicyElement>> sections) {
        Optional<Section> section = Section.of(element.name());
        if (section.isEmpty()) {
            faults.error(
                    element.position(),
                    "",
                    "found " + Shown.quoted("<" + element.name() + ">") + " in `<policies>`, expected " + SECTIONS,
                    "elements stand inside a section");
        } else if (sections.containsKey(section.get())) {
            faults.error(
                    element.position(),
                    "",
                    "found a second `<" + element.name() + ">`, expected each section once",
                    "");
        } else {
            noAttributes(element, element.name());
            sections.put(section.get(), elements(element, element.name()));
        }
    }

    private FragmentDocument fragment(PolicyElement root) {
        // API Management's own exports carry attributes here; they mean nothing to the policy.
        for (PolicyElement element : root.elements()) {
            if (Section.of(element.name()).isPresent() || element.name().equals("policies")) {
                faults.error(
                        element.position(),
                        "",
                        "found " + Shown.quoted("<" + element.name() + ">")
                                + " in a fragment, expected policy elements",
                        "a fragment has no sections");
            }
        }
        return new FragmentDocument(root.position(), elements(root, "fragment"));
    }

    private List<PolicyElement> elements(PolicyElement parent, String path) {
        for (PolicyNode node : parent.children()) {
            if (node instanceof PolicyText text) {
                stray(text, path, "policy elements");
            }
        }
        return parent.elements();
    }

    private void noAttributes(PolicyElement element, String path) {
        for (PolicyAttribute attribute : element.attributes()) {
            if (!attribute.name().startsWith("xmlns") && !attribute.name().startsWith("xml:")) {
                faults.error(
                        attribute.position(),
                        path,
                        "found the attribute " + Shown.quoted(attribute.name()) + ", expected none on `<"
                                + element.name() + ">`",
                        "delete it");
            }
        }
    }

    private void stray(PolicyText text, String path, String expected) {
        if (!text.isBlank()) {
            PolicyText found = text.strip();
            faults.error(
                    found.position(),
                    path,
                    "found text " + Shown.quoted(found.masked()) + ", expected " + expected,
                    "");
        }
    }
}

package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Nearest;
import dev.securemcp.proxy.config.Position;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks a document, its fragments already included, against the {@link ElementRules}: which elements there are, in which
 * section, scope and number, and where {@code <base/>} stands. Children of {@code send-request} and
 * {@code return-response} are theirs and not checked here.
 */
public final class ElementChecker {

    private static final Set<String> IN_WAIT = Set.of("send-request", "cache-lookup-value", "choose");

    private record Told(Position position, String message) {}

    private final Predicate<String> implemented;
    private final boolean allowUnsupported;
    private final Faults faults;
    /** A fragment that several sections or documents include is told about once for each different fault. */
    private final Set<Told> told = new HashSet<>();

    /**
     * @param implemented whether this build can run an element of that name
     * @param allowUnsupported whether elements that this gateway does not have are left out with a warning
     */
    public ElementChecker(Predicate<String> implemented, boolean allowUnsupported, Faults faults) {
        this.implemented = implemented;
        this.allowUnsupported = allowUnsupported;
        this.faults = faults;
    }

    /** Checks a document; what may be left out is left out of what it returns. */
    public PolicyDocument check(PolicyDocument document, Scope scope) {
        Map<String, Position> inDocument = new HashMap<>();
        Map<Section, List<PolicyElement>> sections = new EnumMap<>(Section.class);
        document.sections().forEach((section, elements) -> {
            Walk walk = new Walk(section, scope, inDocument);
            sections.put(section, Containers.change(elements, section.id(), section.id(), walk));
            if (section == Section.BACKEND && sections.get(section).size() > 1) {
                error(
                        sections.get(section).get(1).position(),
                        section.id(),
                        "found a second element in backend, expected at most one",
                        "`retry` or `limit-concurrency` can hold it together with others");
            }
        });
        return new PolicyDocument(document.position(), sections);
    }

    /** Checks a fragment that may stand in any section; for checking a fragment file alone. */
    public FragmentDocument check(FragmentDocument fragment) {
        Walk walk = new Walk(null, null, new HashMap<>());
        return new FragmentDocument(
                fragment.position(), Containers.change(fragment.elements(), "fragment", "fragment", walk));
    }

    private void error(Position position, String path, String message, String remedy) {
        if (told.add(new Told(position, message))) {
            faults.error(position, path, message, remedy);
        }
    }

    /** The walk over one section; section and scope are null where they are not known, as in a fragment alone. */
    private final class Walk implements Containers.Change {
        private final Section section;
        private final Scope scope;
        private final Map<String, Position> inDocument;
        private final Map<String, Position> inSection = new HashMap<>();

        Walk(Section section, Scope scope, Map<String, Position> inDocument) {
            this.section = section;
            this.scope = scope;
            this.inDocument = inDocument;
        }

        @Override
        public List<PolicyElement> of(PolicyElement element, String path, String holder) {
            Optional<ElementRule> rule = ElementRules.of(element.name());
            if (rule.isEmpty()) {
                return unknown(element, path);
            }
            if (element.name().equals("base")) {
                base(element, path, holder);
            } else {
                stands(element, rule.get(), path, holder);
                if (!implemented.test(element.name()) && !element.name().equals("include-fragment")) {
                    error(
                            element.position(),
                            path,
                            "`" + element.name() + "` is not supported by this version yet",
                            "it comes with a later one");
                    return List.of();
                }
            }
            return List.of(element);
        }

        private void stands(PolicyElement element, ElementRule rule, String path, String holder) {
            String name = element.name();
            if (section != null && !rule.sections().contains(section)) {
                error(
                        element.position(),
                        path,
                        "`" + name + "` is not allowed in " + section.id() + "; it may stand in " + rule.sectionNames(),
                        "");
                return;
            }
            if (scope != null && !rule.scopes().contains(scope)) {
                error(
                        element.position(),
                        path,
                        "`" + name + "` is not allowed in the " + scope.word() + " policy; it may stand in those of: "
                                + rule.scopeNames(),
                        "");
            }
            if (holder.equals("wait") && !IN_WAIT.contains(name)) {
                error(
                        element.position(),
                        path,
                        "`" + name
                                + "` is not allowed in `wait`; it may hold send-request, cache-lookup-value and choose",
                        "");
            }
            switch (rule.once()) {
                case ANY -> {}
                case SECTION -> once(element, path, inSection, section == null ? "fragment" : section.id());
                case DOCUMENT -> once(element, path, inDocument, "one document");
            }
        }

        private void once(PolicyElement element, String path, Map<String, Position> seen, String where) {
            Position first = seen.putIfAbsent(element.name(), element.position());
            if (first != null) {
                error(
                        element.position(),
                        path,
                        "found a second `" + element.name() + "` in " + where
                                + ", expected at most one; the first is at " + first,
                        "");
            }
        }

        private void base(PolicyElement element, String path, String holder) {
            if (section != null && !holder.equals(section.id())) {
                error(
                        element.position(),
                        path,
                        "found `<base/>` inside `" + holder + "`, expected it directly in " + section.id(),
                        "");
            } else {
                once(element, path, inSection, section == null ? "fragment" : section.id());
            }
            boolean attributes = element.attributes().stream()
                    .anyMatch(attribute -> !attribute.name().equals("id"));
            if (attributes || !element.children().isEmpty()) {
                error(element.position(), path, "found a `<base>` with content, expected `<base/>`", "");
            }
        }

        private List<PolicyElement> unknown(PolicyElement element, String path) {
            String name = element.name();
            Optional<ElementRules.Unsupported> why = ElementRules.whyUnsupported(name);
            if (why.isPresent()) {
                return missing(
                        element,
                        path,
                        Shown.quoted(name) + " is an element of API Management that this gateway does not support",
                        why.get().inWords());
            }
            String remedy;
            if (Section.of(name).isPresent()) {
                remedy = "sections do not stand inside one another";
            } else if (name.equals("when") || name.equals("otherwise")) {
                remedy = "it stands in `choose`";
            } else {
                remedy = Nearest.remedy(name, ElementRules.candidates(section), "");
            }
            error(element.position(), path, "unknown element " + Shown.quoted(name), remedy);
            return List.of();
        }

        private List<PolicyElement> missing(PolicyElement element, String path, String message, String remedy) {
            // What decides about access must never go missing without a word from whoever runs the gateway.
            if (!allowUnsupported || element.name().startsWith("validate-")) {
                error(element.position(), path, message, remedy);
            } else if (told.add(new Told(element.position(), message))) {
                faults.warning(element.position(), path, message, "it is left out, so what it did is not done");
            }
            return List.of();
        }
    }
}

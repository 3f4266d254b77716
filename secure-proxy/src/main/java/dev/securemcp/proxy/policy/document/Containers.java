package dev.securemcp.proxy.policy.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which elements hold policy elements: everything else inside an element belongs to that element alone. */
final class Containers {

    /** Elements whose children run as policies. */
    private static final Set<String> HOLDERS = Set.of("when", "otherwise", "retry", "limit-concurrency", "wait");

    /** Elements whose children of these names are holders. */
    private static final Map<String, Set<String>> PARTS = Map.of("choose", Set.of("when", "otherwise"));

    /** Elements whose children are a list in which the order matters, also where they are not policies of their own. */
    private static final Set<String> ORDERED = Set.of("send-request", "send-one-way-request", "return-response");

    /** How a walk over policy elements changes them. */
    interface Change {
        /** What stands in place of this element; itself where nothing changes. Its children are changed afterwards. */
        List<PolicyElement> of(PolicyElement element, String path, String holder);
    }

    private Containers() {}

    static boolean holdsPolicies(String name) {
        return HOLDERS.contains(name);
    }

    static boolean isOrdered(String name) {
        return HOLDERS.contains(name) || PARTS.containsKey(name) || ORDERED.contains(name);
    }

    /**
     * Walks over all policy elements, outer before inner, and changes them.
     *
     * @param path what leads to the elements
     * @param holder the name of the element or section that holds them
     */
    static List<PolicyElement> change(List<PolicyElement> elements, String path, String holder, Change change) {
        List<PolicyElement> now = new ArrayList<>(elements.size());
        for (PolicyElement element : elements) {
            String inner = path + "/" + element.name();
            for (PolicyElement replacement : change.of(element, inner, holder)) {
                now.add(inside(replacement, inner, change));
            }
        }
        return now;
    }

    // Whether it is the same object is the question: comparing trees would cost their size at every depth.
    @SuppressWarnings("ReferenceEquality")
    private static PolicyElement inside(PolicyElement element, String path, Change change) {
        if (HOLDERS.contains(element.name())) {
            List<PolicyNode> children = new ArrayList<>();
            boolean changed = false;
            for (PolicyNode child : element.children()) {
                if (child instanceof PolicyElement policy) {
                    List<PolicyElement> replaced = change(List.of(policy), path, element.name(), change);
                    changed |= replaced.size() != 1 || replaced.get(0) != policy;
                    children.addAll(replaced);
                } else {
                    children.add(child);
                }
            }
            return changed ? element.withChildren(children) : element;
        }
        Set<String> parts = PARTS.get(element.name());
        if (parts == null) {
            return element;
        }
        List<PolicyNode> children = new ArrayList<>();
        boolean changed = false;
        for (PolicyNode child : element.children()) {
            PolicyNode now = child instanceof PolicyElement part && parts.contains(part.name())
                    ? inside(part, path + "/" + part.name(), change)
                    : child;
            changed |= now != child;
            children.add(now);
        }
        return changed ? element.withChildren(children) : element;
    }
}

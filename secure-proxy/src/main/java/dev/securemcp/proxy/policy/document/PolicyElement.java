package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.List;
import java.util.Optional;

/**
 * An element of a policy document, whatever notation it was written in. Immutable; white space between child elements is
 * not kept, that inside text is.
 *
 * @param name its name, such as {@code set-header}
 * @param position where it begins
 * @param attributes in the order written, each name once
 * @param children elements and text in the order written, neighbouring texts joined
 * @param fragment the id of the fragment that it was included from, empty where it stands in the document itself
 */
public record PolicyElement(
        String name, Position position, List<PolicyAttribute> attributes, List<PolicyNode> children, String fragment)
        implements PolicyNode {

    public PolicyElement {
        attributes = List.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** The value of an attribute, if it is there. */
    public Optional<PolicyText> attribute(String attributeName) {
        for (PolicyAttribute attribute : attributes) {
            if (attribute.name().equals(attributeName)) {
                return Optional.of(attribute.value());
            }
        }
        return Optional.empty();
    }

    /** Its child elements. */
    public List<PolicyElement> elements() {
        return children.stream()
                .filter(PolicyElement.class::isInstance)
                .map(PolicyElement.class::cast)
                .toList();
    }

    /** Its child elements of one name. */
    public List<PolicyElement> elements(String childName) {
        return elements().stream().filter(e -> e.name().equals(childName)).toList();
    }

    /** The text directly inside it, white space kept; empty where there is none. Child elements are left out. */
    public PolicyText text() {
        PolicyText only = null;
        for (PolicyNode child : children) {
            if (child instanceof PolicyText text) {
                if (only != null) {
                    return InnerXml.join(this, false);
                }
                only = text;
            }
        }
        return only == null ? PolicyText.of("", position) : only;
    }

    /**
     * Everything inside it as one text: the text itself where there are no child elements, else also the elements, written
     * as XML. This is what the literal or template of a {@code set-body} is.
     */
    public PolicyText innerXml() {
        return elements().isEmpty() ? text() : InnerXml.join(this, true);
    }

    PolicyElement withChildren(List<? extends PolicyNode> newChildren) {
        return new PolicyElement(name, position, attributes, List.copyOf(newChildren), fragment);
    }
}

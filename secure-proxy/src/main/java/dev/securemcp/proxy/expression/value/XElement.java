package dev.securemcp.proxy.expression.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An element; also, with a null name, the document that holds the root. */
public final class XElement extends XNode {

    private Name name;
    private final Map<Name, XAttribute> attributes = new LinkedHashMap<>();
    private final List<XNode> nodes = new ArrayList<>();

    public XElement(Name name) {
        this.name = name;
    }

    public Name name() {
        return name;
    }

    public void rename(Name newName) {
        name = newName;
    }

    public List<XNode> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /** The elements right inside; all of them where the name is null. */
    public List<Object> elements(Name wanted) {
        List<Object> found = new ArrayList<>();
        for (XNode node : nodes) {
            if (node instanceof XElement element && (wanted == null || element.name.equals(wanted))) {
                found.add(element);
            }
        }
        return found;
    }

    /** The elements inside at any depth, in document order. */
    public void descendants(Name wanted, List<Object> into) {
        for (XNode node : nodes) {
            if (node instanceof XElement element) {
                if (wanted == null || element.name.equals(wanted)) {
                    into.add(element);
                }
                element.descendants(wanted, into);
            }
        }
    }

    public List<XAttribute> attributes() {
        return List.copyOf(attributes.values());
    }

    public XAttribute attribute(Name wanted) {
        return attributes.get(wanted);
    }

    /** Sets an attribute; a null value removes it. */
    public void setAttribute(Name attribute, String value) {
        if (value == null) {
            attributes.remove(attribute);
        } else {
            attributes.put(attribute, new XAttribute(attribute, value));
        }
    }

    /** Adds at the end; a node that stands elsewhere is copied. */
    public void add(XNode node) {
        XNode added = node.parent() == null ? node : copy(node);
        nodes.add(added);
        added.attach(this);
    }

    public void removeNode(XNode node) {
        if (nodes.remove(node)) {
            node.attach(null);
        }
    }

    public void removeNodes() {
        nodes.forEach(node -> node.attach(null));
        nodes.clear();
    }

    /** How many nodes there are, itself included. */
    public int size() {
        int size = 1;
        for (XNode node : nodes) {
            size += node instanceof XElement element ? element.size() : 1;
        }
        return size;
    }

    /** All text inside. */
    public String value() {
        StringBuilder text = new StringBuilder();
        collect(text);
        return text.toString();
    }

    private void collect(StringBuilder text) {
        for (XNode node : nodes) {
            switch (node) {
                case XText piece when piece.kind() != XText.Kind.COMMENT -> text.append(piece.value());
                case XElement element -> element.collect(text);
                default -> {}
            }
        }
    }

    private static XNode copy(XNode node) {
        if (node instanceof XText text) {
            return new XText(text.kind(), text.value());
        }
        XElement source = (XElement) node;
        XElement made = new XElement(source.name);
        source.attributes.forEach((key, attribute) -> made.setAttribute(key, attribute.value()));
        source.nodes.forEach(child -> made.add(copy(child)));
        return made;
    }
}

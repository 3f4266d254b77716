package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Builds the tree from tags and texts; decides what a missing or surplus end tag means. */
final class XmlTree {

    /** An element whose end has not come. */
    private static final class Open {
        final String name;
        final Position position;
        final List<PolicyAttribute> attributes;
        final List<PolicyNode> children = new ArrayList<>();
        TextBuilder text;

        Open(String name, Position position, List<PolicyAttribute> attributes) {
            this.name = name;
            this.position = position;
            this.attributes = attributes;
        }
    }

    private static final int MAX_PATH = 200;

    private final XmlCursor cursor;
    private final XmlFaults faults;
    private final ReaderLimits limits;
    private final Deque<Open> stack = new ArrayDeque<>();
    private TextBuilder outside;
    private int elements;
    private PolicyElement root;

    XmlTree(XmlCursor cursor, XmlFaults faults, ReaderLimits limits) {
        this.cursor = cursor;
        this.faults = faults;
        this.limits = limits;
        faults.pathFrom(this::path);
    }

    /** The names of the open elements, without the root, which is the same for all and says nothing. */
    private String path() {
        StringBuilder path = new StringBuilder();
        Iterator<Open> outermostFirst = stack.descendingIterator();
        for (int i = 0; outermostFirst.hasNext(); i++) {
            String name = outermostFirst.next().name;
            if (i > 0 && path.length() < MAX_PATH) {
                path.append(i > 1 ? "/" : "").append(Shown.cut(name));
            }
        }
        return path.toString();
    }

    /** Where text at the cursor goes. */
    TextBuilder text() {
        Open top = stack.peek();
        if (top == null) {
            tellOutside();
            if (outside == null) {
                outside = newText();
            }
            return outside;
        }
        if (top.text == null) {
            top.text = newText();
        }
        return top.text;
    }

    private TextBuilder newText() {
        return new TextBuilder(cursor.file(), cursor.line(), cursor.column());
    }

    void open(String name, Position position, List<PolicyAttribute> attributes) {
        tellOutside();
        if (stack.isEmpty() && root != null) {
            faults.fatal(
                    position,
                    "found a second root element " + Shown.quoted("<" + name + ">")
                            + ", expected the end of the document",
                    "");
            return;
        }
        if (++elements > limits.elements()) {
            faults.fatal(
                    position,
                    "more than " + limits.elements() + " elements in one document",
                    "split it into fragments");
            return;
        }
        if (stack.size() == limits.depth()) {
            faults.fatal(position, "elements stand more than " + limits.depth() + " deep inside one another", "");
            return;
        }
        Open parent = stack.peek();
        if (parent != null) {
            flush(parent);
        }
        stack.push(new Open(name, position, attributes));
    }

    void closeEmpty() {
        if (!faults.stopped()) {
            closeTop();
        }
    }

    void close(String name, Position position) {
        Open top = stack.peek();
        if (faults.stopped()) {
            return;
        }
        if (top == null) {
            faults.error(
                    position,
                    "found " + Shown.quoted("</" + name + ">") + ", expected no end tag: nothing is open",
                    "delete it");
            return;
        }
        if (!top.name.equals(name)) {
            boolean isOpen = stack.stream().anyMatch(open -> open.name.equals(name));
            faults.error(
                    position,
                    "found " + Shown.quoted("</" + name + ">") + ", expected " + Shown.quoted("</" + top.name + ">")
                            + " for the element that begins at line " + top.position.line() + ", column "
                            + top.position.column(),
                    isOpen ? "" : "no " + Shown.quoted("<" + name + ">") + " is open");
            if (!isOpen) {
                return;
            }
            while (!stack.element().name.equals(name)) {
                closeTop();
            }
        }
        closeTop();
    }

    private void closeTop() {
        Open open = stack.pop();
        flush(open);
        PolicyElement element = new PolicyElement(open.name, open.position, open.attributes, nodes(open), "");
        Open parent = stack.peek();
        if (parent == null) {
            root = element;
        } else {
            parent.children.add(element);
        }
    }

    private static void flush(Open open) {
        if (open.text != null && open.text.length() > 0) {
            open.children.add(open.text.build());
        }
        open.text = null;
    }

    /** White space around child elements is only layout, unless other text stands between them. */
    private static List<PolicyNode> nodes(Open open) {
        boolean layout = open.children.stream().anyMatch(PolicyElement.class::isInstance)
                && open.children.stream().allMatch(node -> !(node instanceof PolicyText text) || text.isBlank());
        return layout
                ? open.children.stream().filter(PolicyElement.class::isInstance).toList()
                : open.children;
    }

    private void tellOutside() {
        if (outside != null && !outside.isBlank()) {
            PolicyText found = outside.build().strip();
            outside = null;
            faults.error(found.position(), "found text outside the root element, expected none", "");
        }
    }

    /** The end of the document: what is still open is told and closed. */
    Optional<PolicyElement> finish() {
        tellOutside();
        if (!stack.isEmpty()) {
            Open top = stack.element();
            faults.error(
                    cursor.position(),
                    "found the end of the document, expected " + Shown.quoted("</" + top.name + ">")
                            + " for the element that begins at line " + top.position.line() + ", column "
                            + top.position.column(),
                    "");
            while (!stack.isEmpty()) {
                closeTop();
            }
        } else if (root == null) {
            faults.error(cursor.position(), "found no element, expected `<policies>` or `<fragment>`", "");
        }
        return Optional.ofNullable(root);
    }
}

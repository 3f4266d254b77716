package dev.securemcp.proxy.policy.document;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Joins what stands inside an element to one text that keeps the places and secrets of its parts. */
final class InnerXml {

    private record Open(PolicyElement element, Iterator<PolicyNode> rest) {}

    private final TextBuilder out;
    private final List<Integer> secrets = new ArrayList<>();
    private boolean open;

    private InnerXml(PolicyElement element) {
        out = new TextBuilder(
                element.position().file(),
                element.position().line(),
                element.position().column());
    }

    static PolicyText join(PolicyElement element, boolean withElements) {
        InnerXml inner = new InnerXml(element);
        inner.contents(element, withElements);
        return inner.out.build(inner.secrets.stream().mapToInt(i -> i).toArray(), inner.open);
    }

    private void contents(PolicyElement element, boolean withElements) {
        Deque<Open> stack = new ArrayDeque<>();
        stack.push(new Open(element, element.children().iterator()));
        while (!stack.isEmpty()) {
            Open top = stack.peek();
            if (!top.rest().hasNext()) {
                stack.pop();
                if (!stack.isEmpty() && !top.element().children().isEmpty()) {
                    markup("</" + top.element().name() + ">", top.element());
                }
                continue;
            }
            switch (top.rest().next()) {
                case PolicyText text -> {
                    // Directly inside the element it is what the policy uses; deeper down it is a part of XML.
                    append(text, stack.size() > 1);
                }
                case PolicyElement child -> {
                    if (withElements) {
                        startTag(child);
                        stack.push(new Open(child, child.children().iterator()));
                    }
                }
            }
        }
    }

    private void startTag(PolicyElement element) {
        markup("<" + element.name(), element);
        for (PolicyAttribute attribute : element.attributes()) {
            markup(" " + attribute.name() + "=\"", element);
            append(attribute.value(), true);
            markup("\"", element);
        }
        markup(element.children().isEmpty() ? "/>" : ">", element);
    }

    private void markup(String markup, PolicyElement of) {
        out.appendAt(markup, of.position().line(), of.position().column());
    }

    private void append(PolicyText text, boolean escape) {
        open |= text.open();
        int[] parts = text.secretsBetween(0, text.text().length());
        int next = 0;
        for (int i = 0; i < text.text().length(); i++) {
            if (next < parts.length && parts[next] == i) {
                secrets.add(out.length());
                next++;
            }
            String escaped = escape ? XmlEscape.of(text.text().charAt(i)) : null;
            if (escaped == null) {
                out.append(text, i, i + 1);
            } else {
                out.appendAt(escaped, text.at(i).line(), text.at(i).column());
            }
            if (next < parts.length && parts[next] == i + 1 && next % 2 == 1) {
                secrets.add(out.length());
                next++;
            }
        }
    }
}

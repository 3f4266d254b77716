package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Nearest;
import dev.securemcp.proxy.config.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Typed access to an element for the policy that is made of it. Every fault is told with the place of the value that
 * caused it; the reader then hands out a value that lets the rest of the element be checked too. What is never asked for
 * is unknown: {@link #done} says so at the end.
 *
 * <p>Where a value is missing or holds a name left open, the text handed out is {@linkplain PolicyText#open() open}, and
 * nothing more is said about it.
 */
public final class AttributeReader {

    private final PolicyElement element;
    private final String path;
    private final Faults faults;
    private final Set<String> attributes = new LinkedHashSet<>();
    private final Set<String> children = new LinkedHashSet<>();
    private final Map<String, List<AttributeReader>> opened = new LinkedHashMap<>();
    private boolean textAllowed;
    private boolean allAllowed;

    /** @param path the place of the element in its document, such as {@code inbound/choose/when}, for faults */
    public AttributeReader(PolicyElement element, String path, Faults faults) {
        this.element = element;
        this.path = path;
        this.faults = faults;
        attributes.add("id");
    }

    /** The element that is read. */
    public PolicyElement element() {
        return element;
    }

    /** Where it stands in its document. */
    public String path() {
        return path;
    }

    /** Tells a fault of this element. */
    public void error(Position position, String message, String remedy) {
        faults.error(position, path, message, remedy);
    }

    /** Tells a warning about this element. */
    public void warning(Position position, String message, String remedy) {
        faults.warning(position, path, message, remedy);
    }

    /** The {@code id} that every element accepts ({@code context.LastError.PolicyId}). */
    public Optional<String> id() {
        return element.attribute("id").map(PolicyText::text);
    }

    /** An attribute's value, literal or expression. */
    public Optional<PolicyText> optional(String name) {
        attributes.add(name);
        return element.attribute(name);
    }

    /** The value, literal or expression, of an attribute that must be there. */
    public PolicyText required(String name) {
        return optional(name).orElseGet(() -> missing("the attribute " + Shown.quoted(name)));
    }

    /** An attribute's value that must not be an expression. */
    public Optional<PolicyText> optionalLiteral(String name) {
        return optional(name).map(value -> literal(name, value));
    }

    /** The value, not an expression, of an attribute that must be there. */
    public PolicyText requiredLiteral(String name) {
        return literal(name, required(name));
    }

    private PolicyText literal(String name, PolicyText value) {
        if (!value.isExpression()) {
            return value;
        }
        error(value.position(), "found an expression in " + Shown.quoted(name) + ", expected a literal value", "");
        return openText();
    }

    private PolicyText missing(String what) {
        error(element.position(), Shown.quoted(element.name()) + " needs " + what, "");
        return openText();
    }

    private PolicyText openText() {
        return new PolicyText("", PositionMap.fixed(element.position()), PolicyText.NO_SECRETS, true);
    }

    /** A whole number that must be there; after a fault the least allowed. */
    public int integer(String name, int min, int max) {
        return ValueParser.integer(this, name, requiredLiteral(name), min, max);
    }

    /** A whole number, or the default where it is not there. */
    public int integer(String name, int min, int max, int otherwise) {
        return optionalLiteral(name)
                .map(value -> ValueParser.integer(this, name, value, min, max))
                .orElse(otherwise);
    }

    /** A literal value, found in attribute or text {@code name}, as a whole number; for values that may also be expressions. */
    public int integerOf(String name, PolicyText value, int min, int max) {
        return ValueParser.integer(this, name, value, min, max);
    }

    /** {@code true} or {@code false} in any case, or the default where it is not there. */
    public boolean bool(String name, boolean otherwise) {
        return optionalLiteral(name)
                .map(value -> ValueParser.bool(this, name, value, otherwise))
                .orElse(otherwise);
    }

    /** A literal value as {@code true} or {@code false}; for values that may also be expressions. */
    public boolean boolOf(String name, PolicyText value) {
        return ValueParser.bool(this, name, value, false);
    }

    /** One of the given values, or the default where it is not there. */
    public <T> T oneOf(String name, Map<String, T> allowed, T otherwise) {
        return optionalLiteral(name)
                .map(value -> ValueParser.oneOf(this, name, value, allowed, otherwise))
                .orElse(otherwise);
    }

    /** One of the given values, which must be there; the fallback only after a fault. */
    public <T> T requiredOneOf(String name, Map<String, T> allowed, T fallback) {
        return ValueParser.oneOf(this, name, requiredLiteral(name), allowed, fallback);
    }

    /** One of the constants, written as in documents ({@code TOO_MANY} as {@code too-many}). */
    public <E extends Enum<E>> E oneOf(String name, E[] constants, E otherwise) {
        Map<String, E> allowed = new LinkedHashMap<>();
        for (E constant : constants) {
            allowed.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return oneOf(name, allowed, otherwise);
    }

    /** A documented attribute that has no meaning here: a warning says why where it is there. */
    public void withoutMeaning(String name, String why) {
        optional(name)
                .ifPresent(
                        value -> warning(value.position(), "the attribute `" + name + "` has no effect: " + why, ""));
    }

    /** Its child elements of one name, each with a reader; call {@link #done} on each. */
    public List<AttributeReader> children(String name) {
        children.add(name);
        List<PolicyElement> found = element.elements(name);
        List<AttributeReader> readers = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            String index = found.size() > 1 ? "[" + (i + 1) + "]" : "";
            readers.add(new AttributeReader(found.get(i), path + "/" + name + index, faults));
        }
        opened.put(name, readers);
        return readers;
    }

    /** A child element that may stand once. */
    public Optional<AttributeReader> child(String name) {
        List<AttributeReader> found = children(name);
        if (found.size() > 1) {
            error(
                    found.get(1).element().position(),
                    "found a second `<" + name + ">` in `" + element.name() + "`, expected at most one",
                    "");
        }
        return found.stream().findFirst();
    }

    /** A child element that must stand once; empty only after a fault. */
    public Optional<AttributeReader> requiredChild(String name) {
        Optional<AttributeReader> found = child(name);
        if (found.isEmpty()) {
            missing("the child element `<" + name + ">`");
        }
        return found;
    }

    /**
     * What was asked for so far, so that the manual can be held to the code: the attributes but {@code id} of this element under
     * the empty name, and those of its own kinds of child elements under theirs, such as {@code when}.
     */
    public Map<String, Set<String>> asked() {
        Map<String, Set<String>> asked = new LinkedHashMap<>();
        asked.computeIfAbsent("", name -> new LinkedHashSet<>()).addAll(attributes);
        opened.forEach((name, readers) -> {
            Set<String> ofChild = asked.computeIfAbsent(name, none -> new LinkedHashSet<>());
            readers.forEach(reader -> reader.asked().forEach((inner, names) -> {
                if (inner.isEmpty()) {
                    ofChild.addAll(names);
                } else {
                    asked.computeIfAbsent(name + "/" + inner, none -> new LinkedHashSet<>())
                            .addAll(names);
                }
            }));
        });
        asked.values().forEach(names -> names.remove("id"));
        return asked;
    }

    /** The child elements that run as policies, for an element that holds such: any name is accepted here. */
    public List<PolicyElement> policies() {
        element.elements().forEach(child -> children.add(child.name()));
        return element.elements();
    }

    /** The text in it, white space kept; empty where there is none. */
    public PolicyText text() {
        textAllowed = true;
        return element.text();
    }

    /** The text in it, which must not be blank; without white space around it. */
    public PolicyText requiredText() {
        PolicyText text = text();
        return text.isBlank() && !text.open() ? missing("text inside it") : text.strip();
    }

    /** Everything in it as one text, child elements as XML: the literal or template of a body. */
    public PolicyText innerXml() {
        allAllowed = true;
        return element.innerXml();
    }

    /** Ends the reading: attributes, child elements and text that were never asked for are faults. */
    public void done() {
        for (PolicyAttribute attribute : element.attributes()) {
            String name = attribute.name();
            if (!attributes.contains(name) && !name.startsWith("xmlns") && !name.startsWith("xml:")) {
                unknown("attribute", name, attribute.position(), attributes);
            }
        }
        if (allAllowed) {
            return;
        }
        Set<String> told = new HashSet<>();
        for (PolicyNode child : element.children()) {
            switch (child) {
                case PolicyElement inner -> {
                    if (!children.contains(inner.name()) && told.add(inner.name())) {
                        unknown("child element", inner.name(), inner.position(), children);
                    }
                }
                case PolicyText text -> {
                    if (!textAllowed && !text.isBlank()) {
                        PolicyText found = text.strip();
                        String expected = children.isEmpty() ? "none" : "`<" + String.join(">`, `<", children) + ">`";
                        error(
                                found.position(),
                                "found text " + Shown.quoted(found.masked()) + " in `" + element.name() + "`, expected "
                                        + expected,
                                "");
                    }
                }
            }
        }
    }

    private void unknown(String kind, String name, Position position, Set<String> known) {
        List<String> names = known.stream().filter(k -> !k.equals("id")).toList();
        String otherwise = names.isEmpty() ? "it has none" : "it has `" + String.join("`, `", names) + "`";
        error(
                position,
                "unknown " + kind + " " + Shown.quoted(name) + " of `" + element.name() + "`",
                Nearest.remedy(name, known, otherwise));
    }
}

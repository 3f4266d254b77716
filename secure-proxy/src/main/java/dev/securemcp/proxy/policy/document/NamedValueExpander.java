package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Nearest;
import dev.securemcp.proxy.config.Position;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces <code>{{name}}</code> in the attributes and texts of a document, also inside expressions and before C# sees the
 * braces. Names are {@code [A-Za-z0-9._-]+}; anything else in double braces stays, and so do unknown names in a Liquid
 * template, which writes its own variables in the same way. Values are not looked through for further names.
 */
public final class NamedValueExpander {

    private final NamedValueSource source;
    private final boolean allowUnknown;
    private final ReaderLimits limits;
    private final Faults faults;
    private long room;

    /** @param allowUnknown whether unknown names stay as they are, for checking a document without its configuration */
    public NamedValueExpander(NamedValueSource source, boolean allowUnknown, ReaderLimits limits, Faults faults) {
        this.source = source;
        this.allowUnknown = allowUnknown;
        this.limits = limits;
        this.faults = faults;
    }

    /** The document with its values. */
    public PolicyDocument expand(PolicyDocument document) {
        room = limits.size();
        Map<Section, List<PolicyElement>> sections = new EnumMap<>(Section.class);
        document.sections().forEach((section, elements) -> sections.put(section, elements(elements, section.id())));
        return new PolicyDocument(document.position(), sections);
    }

    /** The fragment with its values. */
    public FragmentDocument expand(FragmentDocument fragment) {
        room = limits.size();
        return new FragmentDocument(fragment.position(), elements(fragment.elements(), "fragment"));
    }

    private List<PolicyElement> elements(List<PolicyElement> elements, String path) {
        return elements.stream()
                .map(element -> element(element, path + "/" + element.name(), false))
                .toList();
    }

    private PolicyElement element(PolicyElement element, String path, boolean inLiquid) {
        boolean liquid = inLiquid || isLiquid(element);
        boolean changed = false;
        List<PolicyAttribute> attributes = new ArrayList<>(element.attributes().size());
        for (PolicyAttribute attribute : element.attributes()) {
            PolicyText value = text(attribute.value(), path, liquid);
            changed |= value != attribute.value();
            attributes.add(new PolicyAttribute(attribute.name(), attribute.position(), value));
        }
        List<PolicyNode> children = new ArrayList<>(element.children().size());
        for (PolicyNode child : element.children()) {
            PolicyNode now =
                    switch (child) {
                        case PolicyText text -> text(text, path, liquid);
                        case PolicyElement inner -> element(inner, path + "/" + inner.name(), liquid);
                    };
            changed |= now != child;
            children.add(now);
        }
        return changed
                ? new PolicyElement(element.name(), element.position(), attributes, children, element.fragment())
                : element;
    }

    private static boolean isLiquid(PolicyElement element) {
        return element.name().equals("set-body")
                && element.attribute("template")
                        .filter(t -> t.text().strip().equalsIgnoreCase("liquid"))
                        .isPresent();
    }

    private PolicyText text(PolicyText text, String path, boolean liquid) {
        int opening = text.text().indexOf("{{");
        return opening < 0 ? text : new Replacement(text, path, liquid).from(opening);
    }

    /** The replacing in one text. */
    private final class Replacement {
        private final PolicyText text;
        private final String chars;
        private final String path;
        private final boolean liquid;
        private final TextBuilder out;
        private final List<Integer> secrets = new ArrayList<>();
        private boolean open;
        private boolean replaced;
        private int done;

        Replacement(PolicyText text, String path, boolean liquid) {
            this.text = text;
            this.chars = text.text();
            this.path = path;
            this.liquid = liquid;
            Position position = text.position();
            this.out = new TextBuilder(position.file(), position.line(), position.column());
        }

        PolicyText from(int first) {
            int opening = first;
            while (opening >= 0) {
                int end = opening + 2;
                while (end < chars.length() && isNamePart(chars.charAt(end))) {
                    end++;
                }
                if (end > opening + 2 && chars.startsWith("}}", end)) {
                    name(chars.substring(opening + 2, end), opening, end + 2);
                    opening = chars.indexOf("{{", end + 2);
                } else {
                    opening = chars.indexOf("{{", opening + 1);
                }
            }
            if (!replaced) {
                return open ? new PolicyText(chars, text.map(), PolicyText.NO_SECRETS, true) : text;
            }
            out.append(text, done, chars.length());
            return out.build(secrets.stream().mapToInt(i -> i).toArray(), open);
        }

        private void name(String name, int start, int end) {
            Optional<NamedValue> value = source.find(name);
            if (value.isEmpty()) {
                unknown(name, start);
                return;
            }
            NamedValue found = value.get();
            if (!fits(found.value().length(), start)) {
                return;
            }
            replaced = true;
            out.append(text, done, start);
            done = end;
            int before = out.length();
            out.appendAt(found.value(), text.at(start).line(), text.at(start).column());
            if (found.secret() && out.length() > before) {
                secrets.add(before);
                secrets.add(out.length());
            }
        }

        private boolean fits(int length, int start) {
            if (room < 0) {
                return false;
            }
            room -= length;
            if (room < 0) {
                faults.error(
                        text.at(start),
                        path,
                        "the named values of this document add up to more than " + limits.size() + " characters",
                        "use shorter values, or raise the limit");
            }
            return room >= 0;
        }

        private void unknown(String name, int start) {
            if (liquid) {
                return;
            }
            open = true;
            if (!allowUnknown) {
                faults.error(
                        text.at(start),
                        path,
                        "unknown named value " + Shown.quoted(name),
                        Nearest.remedy(name, source.names(), "add it to `named-values`"));
            }
        }
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}

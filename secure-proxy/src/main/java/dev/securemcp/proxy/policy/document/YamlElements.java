package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Makes elements of YAML nodes, as {@link YamlNotation} says. Anchors and aliases may repeat nodes, so elements, depth and
 * characters are counted here and not only in the file.
 */
final class YamlElements {

    private final String file;
    private final ReaderLimits limits;
    private final Faults faults;
    private int elements;
    private long characters;
    private boolean stopped;

    YamlElements(String file, ReaderLimits limits, Faults faults) {
        this.file = file;
        this.limits = limits;
        this.faults = faults;
    }

    /** The items of a sequence as children in order. */
    List<PolicyNode> children(SequenceNode sequence, String path, int depth) {
        List<PolicyNode> children = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            if (stopped) {
                break;
            }
            item(item, path, depth, children);
        }
        return joined(children);
    }

    private void item(Node item, String path, int depth, List<PolicyNode> children) {
        Position position = YamlScalars.position(file, item);
        if (item instanceof ScalarNode name && !YamlScalars.isNothing(item)) {
            addNamed(name.getValue(), position, null, path, depth, children);
        } else if (item instanceof MappingNode mapping
                && mapping.getValue().size() == 1
                && mapping.getValue().get(0).getKeyNode() instanceof ScalarNode key) {
            Node body = mapping.getValue().get(0).getValueNode();
            Position at = YamlScalars.position(file, key);
            if (key.getValue().equals(YamlNotation.TEXT_ITEM)) {
                if (body instanceof ScalarNode scalar) {
                    children.add(text(scalar));
                } else {
                    error(at, path, "found " + PolicyYamlReader.kind(body) + " as `#text`, expected a value", "");
                }
            } else {
                addNamed(key.getValue(), at, body, path, depth, children);
            }
        } else {
            int keys = item instanceof MappingNode mapping ? mapping.getValue().size() : 0;
            error(
                    position,
                    path,
                    "found " + (keys > 1 ? "a mapping with " + keys + " keys" : PolicyYamlReader.kind(item))
                            + ", expected one element: its name, or a mapping with its name as the one key",
                    keys > 1 ? "indent what belongs to the element, and begin each element with `- `" : "");
        }
    }

    private void addNamed(
            String name, Position position, Node body, String path, int depth, List<PolicyNode> children) {
        if (!isName(name, position, path) || !room(position, path, depth)) {
            return;
        }
        children.add(element(name, position, body, path + "/" + name, depth));
    }

    private boolean isName(String name, Position position, String path) {
        if (XmlNames.isName(name) && name.length() <= XmlTag.MAX_NAME) {
            return true;
        }
        error(position, path, "found " + Shown.quoted(name) + ", expected the name of an element or attribute", "");
        return false;
    }

    private boolean room(Position position, String path, int depth) {
        String message = "";
        if (++elements > limits.elements()) {
            message = "more than " + limits.elements() + " elements in one document";
        } else if (depth > limits.depth()) {
            message = "elements stand more than " + limits.depth() + " deep inside one another";
        } else if (characters > limits.size()) {
            message = "more than " + limits.size() + " characters in one document";
        }
        if (!message.isEmpty()) {
            error(position, path, message, "");
            stopped = true;
        }
        return !stopped;
    }

    /** @param body what stands behind the name, null where nothing does */
    private PolicyElement element(String name, Position position, Node body, String path, int depth) {
        return switch (body) {
            case null -> new PolicyElement(name, position, List.of(), List.of(), "");
            case ScalarNode scalar -> {
                List<PolicyNode> text = YamlScalars.isNothing(scalar) ? List.of() : List.of(text(scalar));
                yield new PolicyElement(name, position, List.of(), joined(text), "");
            }
            case SequenceNode sequence ->
                new PolicyElement(name, position, List.of(), children(sequence, path, depth + 1), "");
            case MappingNode mapping -> mapping(name, position, mapping, path, depth);
            default -> throw new IllegalStateException("unknown kind of node");
        };
    }

    private PolicyElement mapping(String name, Position position, MappingNode mapping, String path, int depth) {
        List<PolicyAttribute> attributes = new ArrayList<>();
        List<PolicyNode> children = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (stopped) {
                break;
            }
            Position at = YamlScalars.position(file, tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                error(
                        at,
                        path,
                        "found " + PolicyYamlReader.kind(tuple.getKeyNode()) + " as a key, expected a name",
                        "");
                continue;
            }
            String key = keyNode.getValue();
            if (!keys.add(key)) {
                error(at, path, "found the key " + Shown.quoted(key) + " a second time, expected it once", "");
                continue;
            }
            key(key, at, tuple.getValueNode(), path, depth, attributes, children);
        }
        return new PolicyElement(name, position, attributes, joined(children), "");
    }

    private void key(
            String key,
            Position at,
            Node value,
            String path,
            int depth,
            List<PolicyAttribute> attributes,
            List<PolicyNode> children) {
        if (key.equals(YamlNotation.CHILDREN) && value instanceof SequenceNode sequence) {
            children.addAll(children(sequence, path, depth + 1));
        } else if (YamlNotation.isReserved(key) && !(key.equals(YamlNotation.TEXT) && value instanceof ScalarNode)) {
            String expected = key.equals(YamlNotation.TEXT) ? "a value" : "a list of elements";
            error(at, path, "found " + PolicyYamlReader.kind(value) + " as `" + key + "`, expected " + expected, "");
        } else if (key.equals(YamlNotation.TEXT)) {
            children.add(text((ScalarNode) value));
        } else {
            switch (value) {
                case ScalarNode scalar -> attribute(key, at, scalar, path, attributes);
                case MappingNode mapping -> addNamed(key, at, mapping, path, depth + 1, children);
                case SequenceNode sequence -> {
                    for (Node item : sequence.getValue()) {
                        if (!stopped) {
                            addNamed(key, YamlScalars.position(file, item), item, path, depth + 1, children);
                        }
                    }
                }
                default -> throw new IllegalStateException("unknown kind of node");
            }
        }
    }

    private void attribute(String key, Position at, ScalarNode value, String path, List<PolicyAttribute> attributes) {
        String name = key.startsWith(YamlNotation.ATTRIBUTE) ? key.substring(1) : key;
        if (!isName(name, at, path)) {
            return;
        }
        if (YamlScalars.isNothing(value)) {
            error(
                    at,
                    path,
                    "found nothing behind " + Shown.quoted(key) + ", expected a value",
                    "write `" + Shown.cut(key) + ": \"\"` for an empty attribute, `" + Shown.cut(key)
                            + ": {}` for an empty element");
        } else if (attributes.stream().anyMatch(a -> a.name().equals(name))) {
            error(at, path, "found the attribute " + Shown.quoted(name) + " a second time, expected it once", "");
        } else {
            attributes.add(new PolicyAttribute(name, at, text(value)));
        }
    }

    private PolicyText text(ScalarNode scalar) {
        characters += scalar.getValue().length();
        return YamlScalars.text(file, scalar);
    }

    /** As in XML: neighbouring texts are one, empty ones none, and blank ones between elements only layout. */
    private List<PolicyNode> joined(List<PolicyNode> children) {
        List<PolicyNode> joined = joinedTexts(children);
        boolean layout = joined.stream().anyMatch(PolicyElement.class::isInstance)
                && joined.stream().allMatch(node -> !(node instanceof PolicyText text) || text.isBlank());
        return layout ? joined.stream().filter(PolicyElement.class::isInstance).toList() : joined;
    }

    private List<PolicyNode> joinedTexts(List<PolicyNode> children) {
        List<PolicyNode> joined = new ArrayList<>(children.size());
        for (PolicyNode child : children) {
            if (child instanceof PolicyText text) {
                if (text.text().isEmpty()) {
                    continue;
                }
                if (!joined.isEmpty() && joined.getLast() instanceof PolicyText before) {
                    TextBuilder both = new TextBuilder(
                            file, before.position().line(), before.position().column());
                    both.append(before, 0, before.text().length());
                    both.append(text, 0, text.text().length());
                    joined.set(joined.size() - 1, both.build());
                    continue;
                }
            }
            joined.add(child);
        }
        return joined;
    }

    private void error(Position position, String path, String message, String remedy) {
        faults.error(position, path, message, remedy);
    }
}

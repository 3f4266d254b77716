package dev.securemcp.proxy.policy.document;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.emitter.Emitter;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;
import org.yaml.snakeyaml.serializer.Serializer;

/**
 * Writes trees in the {@link YamlNotation}. Children are written under their names where that keeps their order, else, and
 * where they are policies, as a list.
 */
final class PolicyYamlWriter {

    /** Lists of short values up to this many characters are written on one line. */
    private static final int SHORT = 60;

    /** How a plain scalar may look without quotes; anything else that resolves to another type is quoted. */
    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);

    private final Resolver resolver = new Resolver();

    private PolicyYamlWriter() {}

    /** The root must be {@code policies} or {@code fragment}. */
    static String write(PolicyElement root) {
        PolicyYamlWriter writer = new PolicyYamlWriter();
        Node body;
        if (root.name().equals("policies")) {
            List<NodeTuple> sections = new ArrayList<>();
            for (PolicyElement section : root.elements()) {
                sections.add(new NodeTuple(writer.scalar(section.name()), writer.list(section)));
            }
            body = mapping(sections);
        } else {
            body = writer.list(root);
        }
        return serialize(mapping(List.of(new NodeTuple(writer.scalar(root.name()), body))));
    }

    private static String serialize(Node node) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndent(2);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        StringWriter out = new StringWriter();
        Serializer serializer = new Serializer(new Emitter(out, options), new Resolver(), options, null);
        try {
            serializer.open();
            serializer.serialize(node);
            serializer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    private SequenceNode list(PolicyElement parent) {
        List<Node> items = new ArrayList<>();
        for (PolicyNode child : parent.children()) {
            items.add(
                    switch (child) {
                        case PolicyText text -> pair(YamlNotation.TEXT_ITEM, scalar(text.text()));
                        case PolicyElement element -> item(element);
                    });
        }
        return sequence(items);
    }

    private Node item(PolicyElement element) {
        return isEmpty(element) ? scalar(element.name()) : pair(element.name(), body(element));
    }

    private static boolean isEmpty(PolicyElement element) {
        return element.attributes().isEmpty() && element.children().isEmpty();
    }

    private MappingNode pair(String key, Node value) {
        return mapping(List.of(new NodeTuple(scalar(key), value)));
    }

    private Node body(PolicyElement element) {
        if (element.attributes().isEmpty()) {
            if (element.children().size() == 1 && element.children().get(0) instanceof PolicyText text) {
                return scalar(text.text());
            }
            if (!element.children().isEmpty() && !canGroup(element)) {
                return list(element);
            }
        }
        List<NodeTuple> keys = new ArrayList<>();
        for (PolicyAttribute attribute : element.attributes()) {
            boolean reserved = YamlNotation.isReserved(attribute.name());
            keys.add(new NodeTuple(
                    scalar(reserved ? YamlNotation.ATTRIBUTE + attribute.name() : attribute.name()),
                    scalar(attribute.value().text())));
        }
        if (element.children().size() == 1 && element.children().get(0) instanceof PolicyText text) {
            keys.add(new NodeTuple(scalar(YamlNotation.TEXT), scalar(text.text())));
        } else if (!element.children().isEmpty() && !canGroup(element)) {
            keys.add(new NodeTuple(scalar(YamlNotation.CHILDREN), list(element)));
        } else {
            grouped(element, keys);
        }
        return mapping(keys);
    }

    /** Whether children can stand under their names: no texts, no name taken, those of one name side by side. */
    private static boolean canGroup(PolicyElement element) {
        if (Containers.isOrdered(element.name())) {
            return false;
        }
        Set<String> taken = new HashSet<>();
        element.attributes().forEach(attribute -> taken.add(attribute.name()));
        String last = "";
        for (PolicyNode child : element.children()) {
            if (!(child instanceof PolicyElement inner) || YamlNotation.isReserved(inner.name())) {
                return false;
            }
            if (!inner.name().equals(last) && !taken.add(inner.name())) {
                return false;
            }
            last = inner.name();
        }
        return true;
    }

    private void grouped(PolicyElement element, List<NodeTuple> keys) {
        Map<String, List<Node>> groups = new LinkedHashMap<>();
        for (PolicyElement child : element.elements()) {
            Node item = isEmpty(child) ? mapping(List.of()) : body(child);
            groups.computeIfAbsent(child.name(), name -> new ArrayList<>()).add(item);
        }
        groups.forEach((name, items) -> {
            boolean one = items.size() == 1 && items.get(0) instanceof MappingNode;
            keys.add(new NodeTuple(scalar(name), one ? items.get(0) : sequence(items)));
        });
    }

    private static MappingNode mapping(List<NodeTuple> keys) {
        return new MappingNode(Tag.MAP, keys, keys.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private static SequenceNode sequence(List<Node> items) {
        boolean shortValues = items.stream()
                        .allMatch(item ->
                                item instanceof ScalarNode scalar && scalar.getScalarStyle() != ScalarStyle.LITERAL)
                && items.stream()
                                .mapToInt(item -> ((ScalarNode) item).getValue().length() + 2)
                                .sum()
                        <= SHORT;
        return new SequenceNode(Tag.SEQ, items, shortValues ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }

    private ScalarNode scalar(String value) {
        Tag plain = resolver.resolve(NodeId.scalar, value, true);
        Tag tag = PLAIN.contains(plain) ? plain : Tag.STR;
        ScalarStyle style = value.indexOf('\n') >= 0 ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
        return new ScalarNode(tag, value, null, null, style);
    }
}

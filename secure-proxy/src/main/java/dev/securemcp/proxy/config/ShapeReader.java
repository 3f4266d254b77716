package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.PolicySource.InlinePolicy;
import dev.securemcp.proxy.config.PolicySource.PolicyFile;
import dev.securemcp.proxy.config.Section.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads nodes by their {@link Shape}: strictly, and on after a fault, so that all of them are found. */
final class ShapeReader {

    private final YamlDocument document;
    private final Path directory;
    private final Faults faults;
    private final ScalarReader scalars;

    ShapeReader(YamlDocument document, Path directory, Faults faults) {
        this.document = document;
        this.directory = directory;
        this.faults = faults;
        this.scalars = new ScalarReader(document, faults);
    }

    /** The value, or empty with the fault recorded. */
    Optional<Entry> read(Node node, Shape shape, String path, Position position) {
        Optional<?> value =
                switch (shape) {
                    case Shape.Text text -> scalars.text(node, text, path);
                    case Shape.Flag _ -> scalars.flag(node, path);
                    case Shape.Choice choice -> scalars.choice(node, choice, path);
                    case Shape.Amount amount -> scalars.amount(node, amount, path);
                    case Shape.Policy policy -> policy(node, policy, path);
                    case Shape.Mapping mapping -> mapping(node, mapping, path, position);
                    case Shape.Either either
                    when node instanceof MappingNode -> mapping(node, either.mapping(), path, position);
                    case Shape.Either either ->
                        read(node, either.scalar(), path, position).map(Entry::value);
                    case Shape.Named named -> named(node, named, path);
                    case Shape.Sequence sequence -> sequence(node, sequence, path);
                };
        return value.map(found -> new Entry(found, document.position(node), path, !document.fromEnvironment(node)));
    }

    private Optional<PolicySource> policy(Node node, Shape.Policy shape, String path) {
        if (ScalarReader.isNull(node) || (!shape.file() && node instanceof ScalarNode)) {
            scalars.fault(node, path, "expected the elements of a policy", "");
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            return Optional.of(new InlinePolicy(node, document.position(node)));
        }
        String name = scalar.getValue();
        if (name.stripLeading().startsWith("<")) {
            scalars.fault(
                    node,
                    path,
                    "expected the path of a policy file, not a document",
                    "put the document into a file of its own and name that");
            return Optional.empty();
        }
        Optional<Path> file = SecretFiles.resolve(directory, name);
        if (file.isEmpty()) {
            scalars.fault(node, path, "expected " + Format.FILE.meaning(), "");
            return Optional.empty();
        }
        try {
            BoundedFiles.mustBeReadable(file.get());
        } catch (BoundedFiles.Unreadable e) {
            scalars.fault(
                    node,
                    path,
                    "the policy file " + scalars.shown(node, name) + " " + e.getMessage(),
                    "paths are relative to the directory of "
                            + document.position(node).file());
            return Optional.empty();
        }
        return Optional.of(new PolicyFile(file.get(), name, document.position(node)));
    }

    private Optional<Section> mapping(Node node, Shape.Mapping shape, String path, Position position) {
        if (!(node instanceof MappingNode mapping)) {
            scalars.fault(node, path, "expected " + shape.title() + ": keys with values", names(shape));
            return Optional.empty();
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        Map<String, Node> present = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            ScalarNode key = (ScalarNode) tuple.getKeyNode();
            String name = key.getValue();
            Optional<Key> known = shape.key(name);
            present.put(name, key);
            if (known.isPresent()) {
                read(tuple.getValueNode(), known.get().shape(), inner(path, name), document.position(key))
                        .ifPresent(entry -> entries.put(name, entry));
            } else if (shape.later().contains(name)) {
                later(key, inner(path, name), name);
            } else {
                faults.error(
                        document.position(key),
                        inner(path, name),
                        "unknown key `" + name + "` in " + shape.title(),
                        Nearest.remedy(
                                name, shape.keys().stream().map(Key::name).toList()));
            }
        }
        missing(shape, present.keySet(), path, position);
        return Optional.of(new Section(position, path, shape, entries));
    }

    private void missing(Shape.Mapping shape, Set<String> present, String path, Position position) {
        for (Key key : shape.keys()) {
            if (key.required() && !present.contains(key.name())) {
                faults.error(position, path, shape.title() + " needs `" + key.name() + "`", key.meaning());
            }
        }
        for (Shape.Group group : shape.groups()) {
            long count = group.keys().stream().filter(present::contains).count();
            String names = "`" + String.join("`, `", group.keys()) + "`";
            if (count < group.min()) {
                faults.error(position, path, shape.title() + " needs one of " + names, "");
            } else if (count > group.max()) {
                faults.error(position, path, "only one of " + names + " may stand here", "keep one of them");
            }
        }
    }

    private Optional<Map<String, Entry>> named(Node node, Shape.Named shape, String path) {
        if (!(node instanceof MappingNode mapping)) {
            scalars.fault(node, path, "expected names with their settings", "");
            return Optional.empty();
        }
        if (mapping.getValue().size() < shape.min()) {
            scalars.fault(node, path, "at least one must stand here", "");
            return Optional.empty();
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            ScalarNode key = (ScalarNode) tuple.getKeyNode();
            String name = key.getValue();
            if (!shape.name().matches(name)) {
                faults.error(
                        document.position(key),
                        path,
                        scalars.shown(key, name) + " is not " + shape.name().meaning(),
                        "");
            }
            read(tuple.getValueNode(), shape.each(), inner(path, name), document.position(key))
                    .ifPresent(entry -> entries.put(name, entry));
        }
        return Optional.of(entries);
    }

    private Optional<List<Entry>> sequence(Node node, Shape.Sequence shape, String path) {
        if (!(node instanceof SequenceNode sequence)) {
            scalars.fault(node, path, "expected a list", "write `[…]`, or each value on a line of its own behind `- `");
            return Optional.empty();
        }
        List<Node> items = sequence.getValue();
        if (items.size() < shape.min()) {
            scalars.fault(node, path, "the list is empty", "");
            return Optional.empty();
        }
        if (items.size() > shape.max()) {
            if (!shape.more().isEmpty()) {
                later(node, path, shape.more());
                return Optional.empty();
            }
            scalars.fault(node, path, "the list has more than " + shape.max() + " values", "");
            return Optional.empty();
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            read(items.get(i), shape.each(), path + "[" + i + "]", document.position(items.get(i)))
                    .ifPresent(entries::add);
        }
        return Optional.of(entries);
    }

    private void later(Node node, String path, String name) {
        boolean several = name.startsWith("several");
        faults.error(
                document.position(node),
                path,
                (several ? name + " come" : "`" + name + "` comes") + " with a later release of secure-proxy",
                several ? "leave one" : "take it out");
    }

    private static String names(Shape.Mapping shape) {
        return "its keys: "
                + String.join(", ", shape.keys().stream().map(Key::name).toList());
    }

    private static String inner(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}

package dev.securemcp.proxy.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML text as a tree of nodes with positions: composed, never constructed, so no tag can make an object. Aliases are
 * expanded into copies within a bound, {@code ${…}} is replaced, duplicate keys, merge keys and tags of one's own are faults.
 */
final class YamlDocument {

    private static final int MAX_NESTING = 200;
    private static final int MAX_NODES = 200_000;
    private static final Set<Tag> TAGS =
            Set.of(Tag.STR, Tag.BOOL, Tag.INT, Tag.FLOAT, Tag.NULL, Tag.TIMESTAMP, Tag.MAP, Tag.SEQ, Tag.MERGE);

    private final String file;
    private final Placeholders placeholders;
    private final Faults faults;
    private final Set<Node> replaced = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    YamlDocument(String file, Placeholders placeholders, Faults faults) {
        this.file = file;
        this.placeholders = placeholders;
        this.faults = faults;
    }

    /** The root of the document; empty, with the fault recorded, where the text is not one sound YAML document. */
    Optional<Node> read(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // the file's size was bounded when it was read
        options.setNestingDepthLimit(MAX_NESTING);
        options.setMaxAliasesForCollections(1000); // expand() bounds what they can blow up to
        try {
            Node root = new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
            if (root == null) {
                faults.error(Position.of(file), "", "the file is empty", "");
                return Optional.empty();
            }
            return Optional.of(expand(root, "", 0));
        } catch (TooLarge e) {
            faults.error(Position.of(file), "", e.getMessage(), "");
        } catch (MarkedYAMLException e) {
            // Not the exception's message: it quotes the text around, which may hold a secret.
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            faults.error(position(e.getProblemMark()), "", "not YAML: " + context + e.getProblem(), "");
        } catch (YAMLException e) {
            faults.error(
                    Position.of(file),
                    "",
                    "not YAML that can be read: too deep, too many aliases or a character YAML does not allow",
                    "");
        }
        return Optional.empty();
    }

    /** Whether a scalar holds something from the environment, which messages must not show. */
    boolean fromEnvironment(Node scalar) {
        return replaced.contains(scalar);
    }

    Position position(Node node) {
        return position(node.getStartMark());
    }

    private Position position(Mark mark) {
        return mark == null ? Position.of(file) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Node expand(Node node, String path, int depth) {
        if (depth > MAX_NESTING) {
            throw new TooLarge("nested deeper than " + MAX_NESTING + " levels, or an alias that contains itself");
        }
        if (++nodes > MAX_NODES) {
            throw new TooLarge("more than " + MAX_NODES + " values, aliases counted as often as they are used");
        }
        if (!TAGS.contains(node.getTag())) {
            faults.error(position(node), path, "the tag " + node.getTag() + " means nothing here", "take it out");
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, path);
            case SequenceNode sequence -> sequence(sequence, path, depth);
            case MappingNode mapping -> mapping(mapping, path, depth);
            default -> node;
        };
    }

    private Node scalar(ScalarNode node, String path) {
        String text = node.getValue();
        if (!Placeholders.in(text)) {
            return node;
        }
        String value =
                placeholders.replace(text, (message, remedy) -> faults.error(position(node), path, message, remedy));
        Node result = new ScalarNode(Tag.STR, value, node.getStartMark(), node.getEndMark(), node.getScalarStyle());
        replaced.add(result);
        return result;
    }

    private Node sequence(SequenceNode node, String path, int depth) {
        List<Node> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(expand(item, path + "[" + items.size() + "]", depth + 1));
        }
        return new SequenceNode(
                node.getTag(), true, items, node.getStartMark(), node.getEndMark(), node.getFlowStyle());
    }

    private Node mapping(MappingNode node, String path, int depth) {
        List<NodeTuple> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                faults.error(position(entry.getKeyNode()), path, "a key must be a plain text", "");
                continue;
            }
            if (key.getTag().equals(Tag.MERGE)) {
                faults.error(
                        position(key),
                        path,
                        "`<<` is not supported",
                        "use an alias for a whole value, or write it out");
                continue;
            }
            String inner = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            if (!names.add(key.getValue())) {
                faults.error(
                        position(key), inner, "the key `" + key.getValue() + "` stands here twice", "keep one of them");
                continue;
            }
            entries.add(new NodeTuple(key, expand(entry.getValueNode(), inner, depth + 1)));
        }
        return new MappingNode(
                node.getTag(), true, entries, node.getStartMark(), node.getEndMark(), node.getFlowStyle());
    }

    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(String message) {
            super(message);
        }
    }
}

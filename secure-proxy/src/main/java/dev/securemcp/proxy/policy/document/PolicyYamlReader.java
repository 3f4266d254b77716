package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Position;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads policy documents in the YAML notation:
 * <code>inbound: [ { set-header: { name: X, value: [a] } } ]</code>, from nodes that SnakeYAML composed. Keys are
 * attributes, sequences are child elements, {@code text} is text and {@code do} a list of children; {@code @name} and
 * {@code #text} serve where these would be ambiguous.
 */
public final class PolicyYamlReader {

    private final String file;
    private final ReaderLimits limits;
    private final Faults faults;

    private PolicyYamlReader(String file, ReaderLimits limits, Faults faults) {
        this.file = file;
        this.limits = limits;
        this.faults = faults;
    }

    /**
     * Reads a document from the node of its sections, a mapping with {@code inbound}, {@code backend}, {@code outbound} and
     * {@code on-error}.
     *
     * @param file the name of the file that the node is from, for positions
     */
    public static Optional<PolicyDocument> document(String file, Node sections, ReaderLimits limits, Faults faults) {
        PolicyYamlReader reader = new PolicyYamlReader(file, limits, faults);
        return reader.policies(sections, YamlScalars.position(file, sections))
                .flatMap(root -> DocumentShape.of(root, faults))
                .map(PolicyDocument.class::cast);
    }

    /** Reads a fragment from the node of its list of elements. */
    public static Optional<FragmentDocument> fragment(String file, Node elements, ReaderLimits limits, Faults faults) {
        PolicyYamlReader reader = new PolicyYamlReader(file, limits, faults);
        return reader.fragment(elements, YamlScalars.position(file, elements))
                .flatMap(root -> DocumentShape.of(root, faults))
                .map(FragmentDocument.class::cast);
    }

    /** Reads a whole file: a mapping with the one key {@code policies} or {@code fragment}. */
    static Optional<PolicyElement> root(String file, String content, ReaderLimits limits, Faults faults) {
        if (content.length() > limits.size()) {
            PolicyXmlReader.tooLarge(file, content.length(), limits, faults);
            return Optional.empty();
        }
        return compose(file, content, limits, faults)
                .flatMap(node -> new PolicyYamlReader(file, limits, faults).root(node));
    }

    private static Optional<Node> compose(String file, String content, ReaderLimits limits, Faults faults) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(limits.size());
        // A level of elements is up to three levels of nodes.
        options.setNestingDepthLimit(limits.depth() * 3 + 10);
        options.setMaxAliasesForCollections(50);
        try {
            StreamReader reader = new StreamReader(new StringReader(content));
            return Optional.ofNullable(
                    new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode());
        } catch (MarkedYAMLException e) {
            Position position = e.getProblemMark() == null
                    ? Position.of(file)
                    : new Position(
                            file,
                            e.getProblemMark().getLine() + 1,
                            e.getProblemMark().getColumn() + 1);
            faults.error(position, "", "not YAML: " + e.getProblem(), "");
        } catch (YAMLException e) {
            faults.error(Position.of(file), "", "not YAML: " + e.getMessage(), "");
        }
        return Optional.empty();
    }

    private Optional<PolicyElement> root(Node node) {
        if (node instanceof MappingNode mapping && mapping.getValue().size() == 1) {
            NodeTuple only = mapping.getValue().get(0);
            Position position = YamlScalars.position(file, only.getKeyNode());
            if (only.getKeyNode() instanceof ScalarNode key) {
                if (key.getValue().equals("policies")) {
                    return policies(only.getValueNode(), position);
                }
                if (key.getValue().equals("fragment")) {
                    return fragment(only.getValueNode(), position);
                }
            }
        }
        faults.error(
                YamlScalars.position(file, node),
                "",
                "expected a mapping with the one key `policies` or `fragment`",
                "");
        return Optional.empty();
    }

    private Optional<PolicyElement> policies(Node node, Position position) {
        if (!(node instanceof MappingNode mapping)) {
            faults.error(
                    YamlScalars.position(file, node),
                    "",
                    "found " + kind(node) + ", expected a mapping with inbound, backend, outbound or on-error",
                    "");
            return Optional.empty();
        }
        List<PolicyElement> sections = new ArrayList<>();
        YamlElements elements = new YamlElements(file, limits, faults);
        for (NodeTuple tuple : mapping.getValue()) {
            Position at = YamlScalars.position(file, tuple.getKeyNode());
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "";
            sections.add(new PolicyElement(name, at, List.of(), list(elements, tuple.getValueNode(), name), ""));
        }
        return Optional.of(new PolicyElement("policies", position, List.of(), List.copyOf(sections), ""));
    }

    private Optional<PolicyElement> fragment(Node node, Position position) {
        YamlElements elements = new YamlElements(file, limits, faults);
        return Optional.of(new PolicyElement("fragment", position, List.of(), list(elements, node, "fragment"), ""));
    }

    private List<PolicyNode> list(YamlElements elements, Node node, String path) {
        if (node instanceof SequenceNode sequence) {
            return elements.children(sequence, path, 2);
        }
        if (!YamlScalars.isNothing(node)) {
            faults.error(
                    YamlScalars.position(file, node),
                    path,
                    "found " + kind(node) + ", expected a list of elements",
                    "begin each element with `- `");
        }
        return List.of();
    }

    static String kind(Node node) {
        return switch (node.getNodeId()) {
            case mapping -> "a mapping";
            case sequence -> "a list";
            default -> "a value";
        };
    }
}

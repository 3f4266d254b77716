package dev.securemcp.proxy.config;

import java.util.OptionalLong;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads scalars by their {@link Shape}. Null stands for a fault that is recorded. */
final class ScalarReader {

    private static final int SHOWN = 60;

    private final YamlDocument document;
    private final Faults faults;

    ScalarReader(YamlDocument document, Faults faults) {
        this.document = document;
        this.faults = faults;
    }

    String text(Node node, Shape.Text shape, String path) {
        String text = scalar(node, path, shape.format().meaning());
        if (text == null) {
            return null;
        }
        if (!shape.format().matches(text)) {
            String shown = shape.secret() ? "the value" : shown(node, text);
            return fault(
                    node,
                    path,
                    text.isEmpty()
                            ? "the value is empty"
                            : shown + " is not " + shape.format().meaning(),
                    text.isEmpty() ? "write " + shape.format().meaning() : "");
        }
        return text;
    }

    Boolean flag(Node node, String path) {
        String text = scalar(node, path, "true or false");
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> fault(node, path, shown(node, text) + " is neither true nor false", "");
        };
    }

    String choice(Node node, Shape.Choice shape, String path) {
        String expected = "one of " + String.join(", ", shape.words());
        String text = scalar(node, path, expected);
        if (text == null || shape.words().contains(text)) {
            return text;
        }
        return fault(node, path, shown(node, text) + " is not " + expected, "");
    }

    Long amount(Node node, Limit limit, String path) {
        String expected = Amounts.meaning(limit.unit());
        String text = scalar(node, path, expected);
        if (text == null) {
            return null;
        }
        OptionalLong amount = Amounts.parse(text, limit.unit());
        if (amount.isEmpty()) {
            return fault(node, path, shown(node, text) + " is not " + expected, "");
        }
        if (amount.getAsLong() < limit.min() || amount.getAsLong() > limit.max()) {
            return fault(
                    node,
                    path,
                    shown(node, text) + " is out of bounds",
                    "between " + Amounts.text(limit.min(), limit.unit()) + " and "
                            + Amounts.text(limit.max(), limit.unit()));
        }
        return amount.getAsLong();
    }

    private String scalar(Node node, String path, String expected) {
        if (isNull(node)) {
            return fault(node, path, "there is no value", "write " + expected);
        }
        if (!(node instanceof ScalarNode scalar)) {
            return fault(node, path, "expected " + expected, "");
        }
        return scalar.getValue();
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    <T> T fault(Node node, String path, String message, String remedy) {
        faults.error(document.position(node), path, message, remedy);
        return null;
    }

    /** A value in quotes, cut; not what came from the environment, nor a URL that may hold a password. */
    String shown(Node node, String text) {
        if (document.fromEnvironment(node) || text.contains("@")) {
            return "the value";
        }
        return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text).replaceAll("\\p{Cntrl}", "?")
                + "\"";
    }
}

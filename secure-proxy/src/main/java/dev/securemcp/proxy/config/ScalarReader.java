package dev.securemcp.proxy.config;

import java.util.Optional;
import java.util.OptionalLong;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads scalars by their {@link Shape}. What is empty is a fault that is recorded. */
final class ScalarReader {

    private static final int SHOWN = 60;

    private final YamlDocument document;
    private final Faults faults;

    ScalarReader(YamlDocument document, Faults faults) {
        this.document = document;
        this.faults = faults;
    }

    Optional<String> text(Node node, Shape.Text shape, String path) {
        Optional<String> scalar = scalar(node, path, shape.format().meaning());
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        String text = scalar.get();
        if (!shape.format().matches(text)) {
            String shown = shape.secret() ? "the value" : shown(node, text);
            fault(
                    node,
                    path,
                    text.isEmpty()
                            ? "the value is empty"
                            : shown + " is not " + shape.format().meaning(),
                    text.isEmpty() ? "write " + shape.format().meaning() : "");
            return Optional.empty();
        }
        return scalar;
    }

    Optional<Boolean> flag(Node node, String path) {
        Optional<String> scalar = scalar(node, path, "true or false");
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        String text = scalar.get();
        if (!text.equals("true") && !text.equals("false")) {
            fault(node, path, shown(node, text) + " is neither true nor false", "");
            return Optional.empty();
        }
        return Optional.of(Boolean.valueOf(text));
    }

    Optional<String> choice(Node node, Shape.Choice shape, String path) {
        String expected = "one of " + String.join(", ", shape.words());
        Optional<String> scalar = scalar(node, path, expected);
        if (scalar.isEmpty() || shape.words().contains(scalar.get())) {
            return scalar;
        }
        fault(node, path, shown(node, scalar.get()) + " is not " + expected, "");
        return Optional.empty();
    }

    Optional<Long> amount(Node node, Shape.Amount shape, String path) {
        String expected = Amounts.meaning(shape.unit());
        Optional<String> scalar = scalar(node, path, expected);
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        String text = scalar.get();
        OptionalLong amount = Amounts.parse(text, shape.unit());
        if (amount.isEmpty()) {
            fault(node, path, shown(node, text) + " is not " + expected, "");
            return Optional.empty();
        }
        if (amount.getAsLong() < shape.min() || amount.getAsLong() > shape.max()) {
            fault(
                    node,
                    path,
                    shown(node, text) + " is out of bounds",
                    "between " + Amounts.text(shape.min(), shape.unit()) + " and "
                            + Amounts.text(shape.max(), shape.unit()));
            return Optional.empty();
        }
        return Optional.of(amount.getAsLong());
    }

    private Optional<String> scalar(Node node, String path, String expected) {
        if (isNull(node)) {
            fault(node, path, "there is no value", "write " + expected);
            return Optional.empty();
        }
        if (!(node instanceof ScalarNode scalar)) {
            fault(node, path, "expected " + expected, "");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue());
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    void fault(Node node, String path, String message, String remedy) {
        faults.error(document.position(node), path, message, remedy);
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

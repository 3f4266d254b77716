package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Position;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Scalars as texts that know their places. A scalar on one line without escapes knows the column of each character, a
 * literal block ({@code |}) the line of each; of others only the beginning is known.
 */
final class YamlScalars {

    private YamlScalars() {}

    static Position position(String file, Node node) {
        Mark mark = node.getStartMark();
        return mark == null ? Position.of(file) : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }

    /** Whether nothing is written: an empty plain scalar, {@code ~} or {@code null}. */
    static boolean isNothing(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getTag().equals(Tag.NULL);
    }

    static PolicyText text(String file, ScalarNode node) {
        String value = node.getValue();
        Position start = position(file, node);
        TextBuilder out = new TextBuilder(file, start.line(), start.column());
        if (node.getScalarStyle() == ScalarStyle.LITERAL) {
            int line = start.line() + 1;
            for (int i = 0; i < value.length(); i++) {
                out.append(value.charAt(i), line, 0);
                if (value.charAt(i) == '\n') {
                    line++;
                }
            }
            return out.build();
        }
        int quote = node.isPlain() ? 0 : 1;
        if (!isVerbatim(node, value, quote)) {
            out.appendAt(value, start.line(), start.column());
            return out.build();
        }
        TextBuilder exact = new TextBuilder(file, start.line(), start.column() + quote);
        for (int i = 0; i < value.length(); i++) {
            exact.append(value.charAt(i), start.line(), start.column() + quote + i);
        }
        return exact.build();
    }

    private static boolean isVerbatim(ScalarNode node, String value, int quote) {
        Mark start = node.getStartMark();
        Mark end = node.getEndMark();
        return start != null
                && end != null
                && node.getScalarStyle() != ScalarStyle.FOLDED
                && start.getLine() == end.getLine()
                && end.getColumn() - start.getColumn() == value.length() + 2 * quote;
    }
}

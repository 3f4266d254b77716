package dev.securemcp.proxy.config;

import java.util.List;
import java.util.Locale;

/** Writes the manual's tables of keys from the table that the reader has. */
final class ManualText {

    private final StringBuilder text = new StringBuilder();

    private ManualText() {}

    static String write() {
        ManualText manual = new ManualText();
        manual.mapping(GatewayKeys.ROOT, "");
        return manual.text.toString();
    }

    private void mapping(Shape.Mapping mapping, String path) {
        text.append("### ")
                .append(path.isEmpty() ? "The document" : "`" + path + "`")
                .append("\n\n");
        text.append("| key | value | default | meaning |\n|---|---|---|---|\n");
        for (Key key : mapping.keys()) {
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(key.name(), value(key.shape()), byDefault(key), sentence(key)));
        }
        text.append('\n');
        mapping.groups().forEach(group -> text.append(rule(group)).append("\n\n"));
        if (!mapping.later().isEmpty()) {
            text.append("A later release brings ")
                    .append(list(mapping.later()))
                    .append("; until then the load fails by that name.\n\n");
        }
        for (Key key : mapping.keys()) {
            inner(key.shape(), path.isEmpty() ? key.name() : path + "." + key.name());
        }
    }

    private void inner(Shape shape, String path) {
        switch (shape) {
            // Both keys of a subscription have the same form: it is described once.
            case Shape.Mapping mapping when !path.endsWith(".secondary-key") -> mapping(mapping, path);
            case Shape.Either either -> inner(either.mapping(), path);
            case Shape.Named named -> inner(named.each(), path + ".<name>");
            case Shape.Sequence sequence -> inner(sequence.each(), path + "[]");
            default -> {}
        }
    }

    private static String value(Shape shape) {
        return switch (shape) {
            case Shape.Text text -> text.format().meaning();
            case Shape.Flag _ -> "`true` or `false`";
            case Shape.Choice choice -> list(choice.words());
            case Shape.Amount amount -> bounds(amount);
            case Shape.Policy policy -> policy.file() ? "a path, or elements" : "elements";
            case Shape.Either either -> value(either.scalar()) + ", or keys, see below";
            case Shape.Mapping _ -> "keys, see below";
            case Shape.Named named ->
                switch (named.each()) {
                    case Shape.Policy _ -> "by name: a path, or elements";
                    case Shape.Sequence list -> "by name: " + value(list);
                    default -> "by name, see below";
                };
            case Shape.Sequence sequence ->
                switch (sequence.each()) {
                    case Shape.Text text -> "a list, each " + text.format().meaning();
                    case Shape.Choice choice -> "a list of " + list(choice.words());
                    case Shape.Either either -> "a list, each " + value(either.scalar()) + ", or keys, see below";
                    default -> "a list, see below";
                };
        };
    }

    private static String bounds(Shape.Amount limit) {
        return Amounts.text(limit.min(), limit.unit()) + " to " + Amounts.text(limit.max(), limit.unit());
    }

    private static String byDefault(Key key) {
        if (key.required()) {
            return "**required**";
        }
        return key.byDefault().isEmpty() ? key.otherwise() : "`" + key.byDefault() + "`";
    }

    private static String sentence(Key key) {
        String meaning = key.meaning();
        return meaning.substring(0, 1).toUpperCase(Locale.ROOT)
                + meaning.substring(1)
                + (meaning.endsWith(".") ? "" : ".");
    }

    private static String rule(Shape.Group group) {
        String keys = list(group.keys());
        if (group.max() > 1) {
            return "At least one of " + keys + " must be there.";
        }
        return (group.min() == 0 ? "At most one of " : "Exactly one of ") + keys + (group.min() == 0 ? " may" : " must")
                + " be there.";
    }

    private static String list(List<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }
}

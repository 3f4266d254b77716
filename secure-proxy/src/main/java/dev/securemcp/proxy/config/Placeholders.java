package dev.securemcp.proxy.config;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces {@code ${NAME}} and {@code ${NAME:default}} by variables of the environment. A second dollar sign before the
 * brace makes it plain text. What comes in is not looked at again, and as it comes in after the YAML was parsed it stays one scalar.
 */
final class Placeholders {

    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\$\\$\\{|\\$\\{(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?<default>[^{}]{0,1000}))?\\})?");

    private final Function<String, Optional<String>> environment;

    Placeholders(Function<String, Optional<String>> environment) {
        this.environment = environment;
    }

    /** What can go wrong: the message and the remedy. */
    interface Problem {
        void found(String message, String remedy);
    }

    static boolean in(String text) {
        return text.contains("${");
    }

    String replace(String text, Problem problem) {
        if (!in(text)) {
            return text;
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        StringBuilder result = new StringBuilder();
        while (placeholder.find()) {
            placeholder.appendReplacement(result, Matcher.quoteReplacement(value(placeholder, problem)));
        }
        return placeholder.appendTail(result).toString();
    }

    private String value(Matcher placeholder, Problem problem) {
        if (placeholder.group().startsWith("$$")) {
            return "${";
        }
        String name = placeholder.group("name");
        if (name == null) {
            problem.found(
                    "`${` begins the name of an environment variable, as in `${NAME}` or `${NAME:default}`",
                    "write `$${` where `${` is meant as it stands");
            return "";
        }
        Optional<String> value = environment.apply(name).or(() -> Optional.ofNullable(placeholder.group("default")));
        if (value.isEmpty()) {
            problem.found(
                    "the environment variable " + name + " is not set",
                    "set it, or give a default: `${" + name + ":…}`");
        }
        return value.orElse("");
    }
}

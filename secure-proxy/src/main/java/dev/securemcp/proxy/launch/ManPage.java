package dev.securemcp.proxy.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The command's help as a page of section 1 in the {@code man} macros (man(7)). Fed from the same place as {@code --help}. */
final class ManPage {

    private final StringBuilder page = new StringBuilder();

    private ManPage() {}

    static String of(CommandSpec root) {
        ManPage page = new ManPage();
        String name = root.name();
        page.line(".TH " + name.toUpperCase(java.util.Locale.ROOT) + " 1 \"\" \"" + name + " " + Version.TEXT + "\"");
        page.heading("NAME");
        page.text(name + " \\- " + escaped(String.join(" ", root.usageMessage().description())));
        page.heading("SYNOPSIS");
        page.line(".B " + escaped(name));
        page.text("[COMMAND] [OPTIONS]");
        page.heading("OPTIONS");
        page.options(root);
        page.heading("COMMANDS");
        root.subcommands().forEach(page::command);
        page.heading("NOTES");
        for (String line : root.usageMessage().footer()) {
            if (!line.isBlank()) {
                page.text(escaped(line.strip()));
                page.line(".br");
            }
        }
        return page.page.toString();
    }

    private void command(String name, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        line(".SS \"" + escaped(spec.qualifiedName()) + parameters(spec.positionalParameters()) + "\"");
        paragraphs(spec.usageMessage().description());
        options(spec);
        paragraphs(spec.usageMessage().footer());
        for (Map.Entry<String, CommandLine> inner : spec.subcommands().entrySet()) {
            command(inner.getKey(), inner.getValue());
        }
    }

    private static String parameters(List<PositionalParamSpec> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach(parameter -> text.append(' ').append(escaped(parameter.paramLabel())));
        return text.toString();
    }

    private void options(CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            entry(parameter.paramLabel(), parameter.renderedDescription());
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
                String value = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
                entry(String.join(", ", option.names()) + value, option.renderedDescription());
            }
        }
    }

    private void entry(String term, String[] description) {
        line(".TP");
        line(".B " + escaped(term));
        text(escaped(String.join(" ", description).replaceAll("%n", " ")));
    }

    private void paragraphs(String[] lines) {
        Arrays.stream(lines).forEach(each -> {
            if (each.isBlank()) {
                line(".PP");
            } else {
                text(escaped(each));
            }
        });
    }

    private void heading(String title) {
        line(".SH " + title);
    }

    /** A line of text must not begin as a request does. */
    private void text(String text) {
        line(text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}

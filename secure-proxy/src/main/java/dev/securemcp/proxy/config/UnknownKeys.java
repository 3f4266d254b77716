package dev.securemcp.proxy.config;

import static dev.securemcp.proxy.config.Shape.text;

import dev.securemcp.proxy.config.Shape.Mapping;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** {@code unknown} of a server: how its backend answers for what it does not have. */
final class UnknownKeys {

    private static final Mapping UNKNOWN = new Mapping(
            "the answers for what is not there",
            List.of(
                    Key.of(
                                    "tool",
                                    text(Format.LINE),
                                    "What the error says where a tool is called; `{name}` stands for what was asked for.")
                            .byDefault("Unknown tool: {name}"),
                    Key.of("prompt", text(Format.LINE), "The same where a prompt is asked for.")
                            .byDefault("Unknown prompt: {name}"),
                    Key.of("resource", text(Format.LINE), "The same where a resource is read or subscribed to.")
                            .byDefault("Resource not found"),
                    Key.of(
                                    "prompt-completion",
                                    text(Format.LINE),
                                    "The same where an argument of a prompt is completed; `{argument}` stands for its name.")
                            .byDefault("Unknown prompt: {name}"),
                    Key.of(
                                    "resource-completion",
                                    text(Format.LINE),
                                    "The same where a variable of a resource template is completed.")
                            .byDefault("Resource not found"),
                    Key.of("code", text(Format.ERROR_CODE), "The JSON-RPC code of all these but `resource`.")
                            .byDefault("-32602"),
                    Key.of("resource-code", text(Format.ERROR_CODE), "The JSON-RPC code of `resource`.")
                            .otherwise("-32602, and -32002 before revision 2026-07-28")),
            List.of(),
            List.of());

    /** {@code unknown} of a server. */
    static final Key KEY = Key.of(
                    "unknown",
                    UNKNOWN,
                    "How the backend answers for what it does not have. What a caller must not see is answered so too.")
            .otherwise("in the words of the specification");

    private UnknownKeys() {}

    static UnknownConfig read(Section server) {
        Section section = server.section("unknown")
                .orElseGet(() -> new Section(server.position(), server.path(), UNKNOWN, Map.of()));
        return new UnknownConfig(
                section.text("tool"),
                section.text("prompt"),
                section.text("resource"),
                section.text("prompt-completion"),
                section.text("resource-completion"),
                Integer.parseInt(section.text("code")),
                section.written("resource-code")
                        .map(code -> OptionalInt.of(Integer.parseInt(code)))
                        .orElse(OptionalInt.empty()));
    }
}

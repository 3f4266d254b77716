package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * A limit with further ones inside: of servers ({@code <api>}), and in these of tools ({@code <operation>}). Each applies by itself.
 *
 * @param element {@code api} or {@code operation}; the policy's own name for the outermost
 * @param name what it is on: a server by its name or display name, or a tool by its name; empty for the outermost
 * @param limit how much
 * @param inner the limits inside it
 */
record LimitLevel<L>(String element, String name, L limit, List<LimitLevel<L>> inner) {

    private static final String SERVER = "api";
    private static final String TOOL = "operation";

    /**
     * Reads an element with those inside it.
     *
     * @param limit reads the limit of one; it is given that of the one around it, null for the outermost
     */
    static <L> LimitLevel<L> of(AttributeReader reader, BiFunction<AttributeReader, L, L> limit) {
        L outermost = limit.apply(reader, null);
        List<LimitLevel<L>> servers = new ArrayList<>();
        for (AttributeReader server : reader.children(SERVER)) {
            String name = name(server);
            L ofServer = limit.apply(server, outermost);
            List<LimitLevel<L>> tools = new ArrayList<>();
            for (AttributeReader tool : server.children(TOOL)) {
                tools.add(new LimitLevel<>(TOOL, name(tool), limit.apply(tool, ofServer), List.of()));
                tool.done();
            }
            server.done();
            servers.add(new LimitLevel<>(SERVER, name, ofServer, List.copyOf(tools)));
        }
        return new LimitLevel<>(reader.element().name(), "", outermost, List.copyOf(servers));
    }

    /** The {@code id}, else the {@code name} (the reference's order). */
    private static String name(AttributeReader reader) {
        Optional<String> id = reader.id();
        Optional<String> name = reader.optionalLiteral("name").map(PolicyText::text);
        Optional<String> found = id.or(() -> name).map(String::strip).filter(text -> !text.isEmpty());
        if (found.isEmpty()) {
            String element = reader.element().name();
            reader.error(
                    reader.element().position(),
                    "`" + element + "` needs `name` or `id`",
                    element.equals(SERVER) ? "name one of `servers`" : "name a tool");
        }
        return found.orElse("");
    }

    /**
     * Finds the limits that apply to an exchange, this one first.
     *
     * @param owner whose calls this one counts
     * @param found takes what each counts by, and the limit
     */
    void applying(Exchange exchange, String owner, BiConsumer<String, L> found) {
        found.accept(owner, limit);
        for (LimitLevel<L> level : inner) {
            if (level.matches(exchange)) {
                level.applying(exchange, owner + "\n" + level.element + "\n" + level.name, found);
            }
        }
    }

    private boolean matches(Exchange exchange) {
        return element.equals(SERVER)
                ? name.equals(exchange.api().id()) || name.equals(exchange.api().name())
                : name.equals(exchange.mcp().toolName());
    }
}

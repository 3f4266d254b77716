package dev.securemcp.proxy.identity.access;

import dev.securemcp.proxy.config.ServerConfig.ToolConfig;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.Era;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Message;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.list.ListKind;
import dev.securemcp.proxy.mcp.list.ListRule;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What one caller may use of a server. What it may not even know of is answered as if it did not exist; what only a scope is missing for,
 * with the scopes that it takes.
 */
public final class Permit implements ListRule {

    /** No rule is about the caller: nothing is checked and no list looked through. */
    public static final Permit EVERYTHING = new Permit(null, Map.of(), Set.of(), Set.of(), true, null);

    private final NameFilter product;
    private final Map<String, ToolConfig> tools;
    private final Set<String> scopes;
    private final Set<String> roles;
    private final boolean listStepUp;
    private final UnknownAnswers answers;

    /**
     * @param product patterns of the caller's product; null for none
     * @param tools those that need something
     * @param scopes that the caller's token grants
     * @param roles that it has
     * @param listStepUp whether a list shows what only a scope is missing for
     * @param answers for what it must not know of
     */
    Permit(
            NameFilter product,
            Map<String, ToolConfig> tools,
            Set<String> scopes,
            Set<String> roles,
            boolean listStepUp,
            UnknownAnswers answers) {
        this.product = product;
        this.tools = tools;
        this.scopes = scopes;
        this.roles = roles;
        this.listStepUp = listStepUp;
        this.answers = answers;
    }

    @Override
    public boolean shows(ListKind kind, String name) {
        return known(kind, name) && (kind != ListKind.TOOLS || listStepUp || hasScopes(name));
    }

    /**
     * Judges the messages of a body.
     *
     * @return why they are refused, {@link Reason#INSUFFICIENT_SCOPE} only where nothing else is; null where they may go on
     */
    public ErrorAnswer judge(Envelope envelope) {
        if (this == EVERYTHING) {
            return null;
        }
        boolean scopeMissing = false;
        for (Message message : envelope.messages()) {
            ErrorAnswer unknown = judge(message);
            if (unknown != null) {
                return unknown;
            }
            scopeMissing |= message.tool() != null && !hasScopes(message.tool());
        }
        return scopeMissing ? ErrorAnswer.of(Reason.INSUFFICIENT_SCOPE) : null;
    }

    private ErrorAnswer judge(Message message) {
        Era era = message.era();
        return switch (message.method()) {
            case "tools/call" -> hidden(ListKind.TOOLS, message.name()) ? answers.tool(message.name()) : null;
            case "prompts/get" -> hidden(ListKind.PROMPTS, message.name()) ? answers.prompt(message.name()) : null;
            case "resources/read", "resources/subscribe", "resources/unsubscribe" -> resource(message.uri(), era);
            case "completion/complete" -> completion(message);
            case "subscriptions/listen" ->
                message.listens().stream()
                        .map(uri -> resource(uri, era))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            case null, default -> null;
        };
    }

    private ErrorAnswer resource(String uri, Era era) {
        return hidden(ListKind.RESOURCES, uri) ? answers.resource(uri, era) : null;
    }

    private ErrorAnswer completion(Message message) {
        String argument = message.argument() == null ? "" : message.argument();
        if (hidden(ListKind.PROMPTS, message.name())) {
            return answers.promptCompletion(message.name(), argument);
        }
        return hidden(ListKind.TEMPLATES, message.uri()) ? answers.resourceCompletion(message.uri(), argument) : null;
    }

    /** A name that is not there is left to the backend to refuse. */
    private boolean hidden(ListKind kind, String name) {
        return name != null && !known(kind, name);
    }

    private boolean known(ListKind kind, String name) {
        if (product != null && !product.holds(kind, name)) {
            return false;
        }
        ToolConfig tool = kind == ListKind.TOOLS ? tools.get(name) : null;
        return tool == null || tool.roles().isEmpty() || tool.roles().stream().anyMatch(roles::contains);
    }

    private boolean hasScopes(String name) {
        ToolConfig tool = tools.get(name);
        return tool == null || scopes.containsAll(tool.scopes());
    }
}

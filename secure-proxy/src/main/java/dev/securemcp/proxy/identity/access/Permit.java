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
    public static final Permit EVERYTHING = new Permit(null, Map.of(), Set.of(), Set.of(), true);

    /** The code that revisions before 2026-07-28 have for an unknown resource. */
    private static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

    /** Names are the caller's words; an answer repeats no more of one. */
    private static final int MAX_NAME = 256;

    private final NameFilter product;
    private final Map<String, ToolConfig> tools;
    private final Set<String> scopes;
    private final Set<String> roles;
    private final boolean listStepUp;

    /**
     * @param product patterns of the caller's product; null for none
     * @param tools those that need something
     * @param scopes that the caller's token grants
     * @param roles that it has
     * @param listStepUp whether a list shows what only a scope is missing for
     */
    Permit(
            NameFilter product,
            Map<String, ToolConfig> tools,
            Set<String> scopes,
            Set<String> roles,
            boolean listStepUp) {
        this.product = product;
        this.tools = tools;
        this.scopes = scopes;
        this.roles = roles;
        this.listStepUp = listStepUp;
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
        return switch (message.method()) {
            case "tools/call" -> judge(ListKind.TOOLS, message.name(), message.era());
            case "prompts/get" -> judge(ListKind.PROMPTS, message.name(), message.era());
            case "resources/read", "resources/subscribe", "resources/unsubscribe" ->
                judge(ListKind.RESOURCES, message.uri(), message.era());
            case "completion/complete" -> {
                ErrorAnswer prompt = judge(ListKind.PROMPTS, message.name(), message.era());
                yield prompt != null ? prompt : judge(ListKind.TEMPLATES, message.uri(), message.era());
            }
            case "subscriptions/listen" ->
                message.listens().stream()
                        .map(uri -> judge(ListKind.RESOURCES, uri, message.era()))
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            case null, default -> null;
        };
    }

    /** A name that is not there is left to the backend to refuse. */
    private ErrorAnswer judge(ListKind kind, String name, Era era) {
        if (name == null || known(kind, name)) {
            return null;
        }
        String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
        return switch (kind) {
            case TOOLS -> ErrorAnswer.of(Reason.TOOL_NOT_FOUND, "Unknown tool: " + shown);
            case PROMPTS -> ErrorAnswer.of(Reason.PROMPT_NOT_FOUND, "Unknown prompt: " + shown);
            case RESOURCES, TEMPLATES -> {
                ErrorAnswer unknown = ErrorAnswer.of(Reason.RESOURCE_NOT_FOUND);
                yield era == Era.LEGACY ? unknown.withCode(LEGACY_RESOURCE_NOT_FOUND) : unknown;
            }
        };
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

package dev.securemcp.proxy.mcp.list;

/** The lists that MCP servers give. */
public enum ListKind {
    TOOLS("tools", "name", "tools/list"),
    PROMPTS("prompts", "name", "prompts/list"),
    RESOURCES("resources", "uri", "resources/list"),
    TEMPLATES("resourceTemplates", "uriTemplate", "resources/templates/list");

    private final String member;
    private final String nameOfEach;
    private final String method;

    ListKind(String member, String nameOfEach, String method) {
        this.member = member;
        this.nameOfEach = nameOfEach;
        this.method = method;
    }

    /** The member of an element that names it. */
    String nameOfEach() {
        return nameOfEach;
    }

    /** The list that a member of a result is; null where it is none. */
    static ListKind of(String member) {
        for (ListKind kind : values()) {
            if (kind.member.equals(member)) {
                return kind;
            }
        }
        return null;
    }

    /** Whether a method's answer is a list. */
    public static boolean isAnswerTo(String method) {
        for (ListKind kind : values()) {
            if (kind.method.equals(method)) {
                return true;
            }
        }
        return false;
    }
}

package dev.securemcp.proxy.identity.access;

import dev.securemcp.proxy.config.NameRules;
import dev.securemcp.proxy.config.NameRules.Patterns;
import dev.securemcp.proxy.mcp.list.ListKind;
import java.util.List;

/** The patterns of a product, compiled. */
final class NameFilter {

    private record Compiled(List<NamePattern> tools, List<NamePattern> prompts, List<NamePattern> resources) {

        static Compiled of(Patterns patterns) {
            return new Compiled(compile(patterns.tools()), compile(patterns.prompts()), compile(patterns.resources()));
        }

        List<NamePattern> of(ListKind kind) {
            return switch (kind) {
                case TOOLS -> tools;
                case PROMPTS -> prompts;
                case RESOURCES, TEMPLATES -> resources;
            };
        }

        private static List<NamePattern> compile(List<String> patterns) {
            return patterns.stream().map(NamePattern::of).toList();
        }
    }

    private final Compiled allow;
    private final Compiled deny;

    NameFilter(NameRules rules) {
        this.allow = Compiled.of(rules.allow());
        this.deny = Compiled.of(rules.deny());
    }

    /** Whether a product holds what has that name, URI or template. */
    boolean holds(ListKind kind, String name) {
        List<NamePattern> denied = deny.of(kind);
        List<NamePattern> allowed = allow.of(kind);
        if (denied.isEmpty() && allowed.isEmpty()) {
            return true;
        }
        boolean uri = kind == ListKind.RESOURCES;
        if (uri && UriForms.climbs(name)) {
            return false;
        }
        for (String form : uri ? UriForms.of(name) : List.of(name)) {
            if (any(denied, form) || (!allowed.isEmpty() && !any(allowed, form))) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(List<NamePattern> patterns, String name) {
        for (NamePattern pattern : patterns) {
            if (pattern.matches(name)) {
                return true;
            }
        }
        return false;
    }
}

package dev.securemcp.proxy.config;

import java.util.List;

/**
 * Which tools, prompts and resources a product holds, by patterns in which {@code *} stands for any characters. What {@code deny}
 * matches is out; where a kind has patterns to {@code allow}, what matches none of them is out too.
 */
public record NameRules(Patterns allow, Patterns deny) {

    /** No rules: everything is in. */
    public static final NameRules NONE = new NameRules(Patterns.NONE, Patterns.NONE);

    /**
     * Patterns by kind.
     *
     * @param tools for names of tools
     * @param prompts for names of prompts
     * @param resources for URIs of resources, and URI templates as they are written
     */
    public record Patterns(List<String> tools, List<String> prompts, List<String> resources) {

        /** None of any kind. */
        public static final Patterns NONE = new Patterns(List.of(), List.of(), List.of());

        public Patterns {
            tools = List.copyOf(tools);
            prompts = List.copyOf(prompts);
            resources = List.copyOf(resources);
        }
    }
}

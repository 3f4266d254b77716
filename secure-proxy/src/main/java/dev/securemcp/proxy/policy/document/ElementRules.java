package dev.securemcp.proxy.policy.document;

import static dev.securemcp.proxy.policy.document.ElementRule.in;

import dev.securemcp.proxy.policy.document.ElementRule.Once;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The table of policy elements: where each may stand and how often, from the policy sections and usage notes of each
 * element's page in the API Management policy reference, and the elements of that reference that this gateway does not
 * have.
 */
public final class ElementRules {

    private static final Map<String, ElementRule> RULES = new TreeMap<>();

    /** Elements of the reference that this gateway does not have, with what to do instead. */
    private static final Map<String, String> UNSUPPORTED = new TreeMap<>();

    /** Prefixes of elements that are about language models and have no meaning for MCP servers. */
    private static final List<String> MODEL_PREFIXES = List.of("llm-", "azure-openai-");

    static {
        rules("IBOE", "base", "include-fragment", "choose", "set-variable", "trace", "return-response", "retry");
        rules("IBOE", "limit-concurrency", "send-request", "send-one-way-request", "emit-metric", "log-to-eventhub");
        rules("IBOE", "cache-lookup-value", "cache-store-value", "cache-remove-value");
        rules("IBOE", "set-header", "set-status", "find-and-replace");
        rules("IBO", "set-body", "wait");
        rules("IOE", "mock-response", "validate-content");
        rules("IE", "set-method");
        rules("IB", "set-backend-service", "set-query-parameter");
        rules("I", "check-header", "validate-jwt", "validate-azure-ad-token", "ip-filter", "rewrite-uri");
        rules("I", "rate-limit-by-key", "quota-by-key", "get-authorization-context");
        rules("I", "authentication-basic", "authentication-certificate", "authentication-managed-identity");
        rules("B", "forward-request");
        rule(in("I", "rate-limit").once(Once.DOCUMENT).scopes(Scope.PRODUCT, Scope.API, Scope.OPERATION));
        rule(in("I", "quota").once(Once.DOCUMENT).scopes(Scope.PRODUCT));
        rule(in("I", "cors").once(Once.SECTION));
        rule(in("I", "cache-lookup").once(Once.SECTION));
        rule(in("O", "cache-store").once(Once.SECTION));

        UNSUPPORTED.put("validate-client-certificate", "client certificates are checked where TLS ends");
        UNSUPPORTED.put("validate-parameters", "use validate-content: it checks a tool's arguments");
        UNSUPPORTED.put("validate-headers", "use check-header in inbound");
        UNSUPPORTED.put("validate-status-code", "use choose with context.Response.StatusCode");
        UNSUPPORTED.put("validate-graphql-request", "it is for GraphQL");
        UNSUPPORTED.put("validate-odata-request", "it is for OData");
        UNSUPPORTED.put("http-data-source", "it is for GraphQL resolvers");
        UNSUPPORTED.put("sql-data-source", "it is for GraphQL resolvers");
        UNSUPPORTED.put("cosmosdb-data-source", "it is for GraphQL resolvers");
        UNSUPPORTED.put("publish-event", "it is for GraphQL resolvers");
        UNSUPPORTED.put("proxy", "outside send-request; name the proxy in the backend's settings");
        UNSUPPORTED.put("json-to-xml", "MCP messages are JSON");
        UNSUPPORTED.put("xml-to-json", "MCP messages are JSON");
        UNSUPPORTED.put("xsl-transform", "MCP messages are JSON");
        UNSUPPORTED.put("redirect-content-urls", "it would have to buffer the response");
        UNSUPPORTED.put("cross-domain", "use cors");
        UNSUPPORTED.put("jsonp", "use cors");
        UNSUPPORTED.put("publish-to-dapr", "use send-one-way-request to the Dapr sidecar");
        UNSUPPORTED.put("invoke-dapr-binding", "use send-request to the Dapr sidecar");
        UNSUPPORTED.put("send-service-bus-message", "use send-one-way-request or log-to-eventhub");
    }

    private ElementRules() {}

    private static void rules(String letters, String... names) {
        for (String name : names) {
            rule(in(letters, name));
        }
    }

    private static void rule(ElementRule rule) {
        RULES.put(rule.name(), rule);
    }

    /** The rule of an element, where there is one. */
    public static Optional<ElementRule> of(String name) {
        return Optional.ofNullable(RULES.get(name));
    }

    /** The names of all elements that have a rule, in alphabetical order. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(RULES.keySet());
    }

    /** The elements of the reference that this gateway does not have, but for those whose name begins with a model prefix. */
    public static Set<String> unsupported() {
        return Collections.unmodifiableSet(UNSUPPORTED.keySet());
    }

    /** Why this gateway does not have an element of the reference; empty where it has it, or nobody does. */
    public static Optional<String> whyUnsupported(String name) {
        if (MODEL_PREFIXES.stream().anyMatch(name::startsWith)) {
            return Optional.of("it is for language models, not for MCP servers");
        }
        return Optional.ofNullable(UNSUPPORTED.get(name));
    }

    /** The names that a person may have meant in a section, the likeliest kind first. */
    static List<String> candidates(Section section) {
        List<String> names = new ArrayList<>();
        RULES.values().stream()
                .filter(rule -> section == null || rule.sections().contains(section))
                .forEach(rule -> names.add(rule.name()));
        names.addAll(new TreeSet<>(UNSUPPORTED.keySet()));
        return names;
    }
}

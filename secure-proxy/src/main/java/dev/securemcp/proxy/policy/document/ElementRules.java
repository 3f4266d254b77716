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

    /**
     * Why the gateway does not have an element.
     *
     * @param reason why not
     * @param instead what to do; empty where there is nothing to do
     */
    public record Unsupported(String reason, String instead) {
        /** Both, for a message. */
        String inWords() {
            return instead.isEmpty() ? reason : reason + "; " + instead;
        }
    }

    /** Elements of the reference that this gateway does not have. */
    private static final Map<String, Unsupported> UNSUPPORTED = new TreeMap<>();

    /** Prefixes of elements that are about language models and have no meaning for MCP servers. */
    private static final List<String> MODEL_PREFIXES = List.of("llm-", "azure-openai-");

    private static final Unsupported FOR_MODELS = new Unsupported("it is for language models, not for MCP servers", "");

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

        String noSchema = "there is no schema of an API to check against";
        String resolver = "it is for GraphQL resolvers";
        String json = "MCP messages are JSON";
        missing(
                "validate-client-certificate",
                "TLS ends before the gateway",
                "check client certificates where it ends");
        missing("validate-parameters", noSchema, "use `validate-content`: it checks a tool's arguments");
        missing("validate-headers", noSchema, "use `choose` with `context.Response.Headers` in outbound");
        missing("validate-status-code", noSchema, "use `choose` with `context.Response.StatusCode` in outbound");
        missing("validate-graphql-request", "it is for GraphQL", "");
        missing("validate-odata-request", "it is for OData", "");
        missing("http-data-source", resolver, "");
        missing("sql-data-source", resolver, "");
        missing("cosmosdb-data-source", resolver, "");
        missing("publish-event", resolver, "");
        missing("proxy", "the gateway connects directly", "name a reverse proxy as the backend's `url`");
        missing("json-to-xml", json, "");
        missing("xml-to-json", json, "");
        missing("xsl-transform", json, "");
        missing("redirect-content-urls", "it would hold a stream back", "have the backend write public URLs");
        missing("cross-domain", "it is for Flash and Silverlight", "use `cors`");
        missing("jsonp", "MCP has nothing that a script element could load", "use `cors`");
        String dapr = "the gateway has no Dapr runtime";
        missing("publish-to-dapr", dapr, "use `send-one-way-request` to the Dapr sidecar");
        missing("invoke-dapr-binding", dapr, "use `send-request` to the Dapr sidecar");
        missing(
                "send-service-bus-message",
                "the gateway has no client of Service Bus",
                "use `send-one-way-request` or `log-to-eventhub`");
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

    private static void missing(String name, String reason, String instead) {
        UNSUPPORTED.put(name, new Unsupported(reason, instead));
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

    /** What the names of elements begin with that are about language models. */
    public static List<String> modelPrefixes() {
        return MODEL_PREFIXES;
    }

    /** Why this gateway does not have an element of the reference; empty where it has it, or nobody does. */
    public static Optional<Unsupported> whyUnsupported(String name) {
        return MODEL_PREFIXES.stream().anyMatch(name::startsWith)
                ? Optional.of(FOR_MODELS)
                : Optional.ofNullable(UNSUPPORTED.get(name));
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

package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.PolicySource;
import dev.securemcp.proxy.config.PolicySource.InlinePolicy;
import dev.securemcp.proxy.config.PolicySource.PolicyFile;
import dev.securemcp.proxy.config.ProductConfig;
import dev.securemcp.proxy.config.ServerConfig;
import dev.securemcp.proxy.config.ServerConfig.ToolConfig;
import dev.securemcp.proxy.policy.ServerPolicies.ToolSections;
import dev.securemcp.proxy.policy.document.EffectivePolicy;
import dev.securemcp.proxy.policy.document.FragmentDocument;
import dev.securemcp.proxy.policy.document.NamedValue;
import dev.securemcp.proxy.policy.document.NamedValueSource;
import dev.securemcp.proxy.policy.document.PolicyDocument;
import dev.securemcp.proxy.policy.document.PolicyPreparer;
import dev.securemcp.proxy.policy.document.PolicyReader;
import dev.securemcp.proxy.policy.document.PolicyYamlReader;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.ScopedDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The policy documents of a configuration: read and prepared once each, combined for every server, product and tool. */
public final class PolicyLibrary {

    private final Configuration configuration;
    private final Faults faults;
    private final PolicyPreparer preparer;
    private final PolicyCompiler compiler;
    private final Optional<ScopedDocument> global;
    private final Map<String, Optional<ScopedDocument>> products = new HashMap<>();
    private final Predicate<String> knownBackend;
    private final OutboundSettings outbound;
    private final FilterSettings filters;

    private PolicyLibrary(Configuration configuration, Leniency leniency, Faults faults) {
        this.configuration = configuration;
        this.faults = faults;
        this.knownBackend = configuration.backends()::containsKey;
        this.outbound = OutboundSettings.of(configuration);
        this.filters = FilterSettings.of(configuration, faults);
        this.preparer = new PolicyPreparer(
                new PolicyPreparer.Settings(
                        names(configuration),
                        PolicyRegistry::implemented,
                        leniency.unknownNames(),
                        leniency.unsupported(),
                        ReaderLimits.DEFAULT),
                fragments(),
                faults);
        this.compiler = new PolicyCompiler(faults);
        this.global = document(configuration.policy(), Scope.GLOBAL, "global");
        for (ProductConfig product : configuration.products().values()) {
            products.put(product.name(), document(product.policy(), Scope.PRODUCT, "product " + product.name()));
        }
    }

    /** What the policies that filter calls are told, and have said while they were compiled. */
    public FilterSettings filters() {
        return filters;
    }

    /** Reads what all servers share. Blocks on files. */
    public static PolicyLibrary load(Configuration configuration, Leniency leniency, Faults faults) {
        return new PolicyLibrary(configuration, leniency, faults);
    }

    /**
     * Checks one document alone, without the configuration that will use it; it may be of any scope.
     */
    public static void check(Path file, Leniency leniency, Faults faults) {
        PolicyReader.readFile(file, file.toString(), ReaderLimits.DEFAULT, faults)
                .ifPresent(read -> {
                    PolicyPreparer preparer = new PolicyPreparer(
                            new PolicyPreparer.Settings(
                                    NamedValueSource.of(Map.of()),
                                    PolicyRegistry::implemented,
                                    leniency.unknownNames(),
                                    leniency.unsupported(),
                                    ReaderLimits.DEFAULT),
                            Map.of(),
                            faults);
                    switch (read) {
                        case FragmentDocument fragment -> preparer.prepare(fragment);
                        case PolicyDocument document ->
                            new PolicyCompiler(faults)
                                    .compile(
                                            EffectivePolicy.of(List.of(new ScopedDocument(
                                                    Scope.API, file.toString(), preparer.prepare(document)))),
                                            PolicySettings.DEFAULT);
                    }
                });
    }

    /** Reads, flattens and compiles the policies of a server; what comes back after faults is never run. */
    public ServerPolicies compile(ServerConfig server) {
        PolicySettings settings = new PolicySettings(
                server.keyNames().header(),
                configuration.limits().time(Limit.HEAD_TIME).toMillis(),
                configuration.limits().bytes(Limit.BODY),
                knownBackend,
                configuration.redis().isPresent(),
                outbound,
                filters,
                AccessSettings.of(configuration.tokens(), server),
                LimitSettings.of(configuration));
        Effective effective = effective(server);
        ToolSections none = sections(effective, Optional.empty(), settings);
        Map<String, ToolSections> byProduct = new HashMap<>();
        for (ProductConfig product : configuration.products().values()) {
            if (product.servers().contains(server.name())) {
                Optional<ScopedDocument> document = products.get(product.name());
                byProduct.put(product.name(), document.isEmpty() ? none : sections(effective, document, settings));
            }
        }
        return new ServerPolicies(none, Map.copyOf(byProduct));
    }

    /**
     * The effective policy of one combination, for a person to read.
     *
     * @param product empty for calls without one
     * @param tool empty for everything that calls no tool with settings of its own
     */
    public EffectivePolicy explain(ServerConfig server, Optional<String> product, Optional<String> tool) {
        Effective effective = effective(server);
        Optional<ScopedDocument> ofProduct = product.flatMap(name -> products.getOrDefault(name, Optional.empty()));
        return flatten(
                ofProduct,
                effective.server(),
                tool.flatMap(name -> Optional.ofNullable(effective.tools().get(name))));
    }

    /** The documents of one server. */
    private record Effective(Optional<ScopedDocument> server, Map<String, ScopedDocument> tools) {}

    private Effective effective(ServerConfig server) {
        Map<String, ScopedDocument> tools = new HashMap<>();
        for (ToolConfig tool : server.tools().values()) {
            document(tool.policy(), Scope.OPERATION, "tool " + tool.name())
                    .ifPresent(document -> tools.put(tool.name(), document));
        }
        return new Effective(document(server.policy(), Scope.API, "server " + server.name()), tools);
    }

    private ToolSections sections(Effective effective, Optional<ScopedDocument> product, PolicySettings settings) {
        Map<String, Sections> byTool = new HashMap<>();
        effective
                .tools()
                .forEach((name, tool) -> byTool.put(
                        name, compiler.compile(flatten(product, effective.server(), Optional.of(tool)), settings)));
        Sections byDefault = compiler.compile(flatten(product, effective.server(), Optional.empty()), settings);
        return new ToolSections(byDefault, Map.copyOf(byTool));
    }

    private EffectivePolicy flatten(
            Optional<ScopedDocument> product, Optional<ScopedDocument> server, Optional<ScopedDocument> tool) {
        List<ScopedDocument> documents = new ArrayList<>(4);
        global.ifPresent(documents::add);
        product.ifPresent(documents::add);
        server.ifPresent(documents::add);
        tool.ifPresent(documents::add);
        return EffectivePolicy.of(documents);
    }

    private Optional<ScopedDocument> document(Optional<PolicySource> source, Scope scope, String owner) {
        return source.flatMap(this::read)
                .map(document -> new ScopedDocument(scope, owner, preparer.prepare(document, scope)));
    }

    private Optional<PolicyDocument> read(PolicySource source) {
        return switch (source) {
            case InlinePolicy inline ->
                PolicyYamlReader.document(inline.position().file(), inline.node(), ReaderLimits.DEFAULT, faults);
            case PolicyFile file ->
                PolicyReader.readFile(file.file(), file.name(), ReaderLimits.DEFAULT, faults)
                        .flatMap(read -> asDocument(file, read));
        };
    }

    private Optional<PolicyDocument> asDocument(
            PolicyFile file, dev.securemcp.proxy.policy.document.PolicySource read) {
        if (read instanceof PolicyDocument document) {
            return Optional.of(document);
        }
        faults.error(
                read.position(),
                "",
                "found a `<fragment>`, expected `<policies>`: " + file.position() + " uses it as a policy",
                "list it under `fragments` and include it");
        return Optional.empty();
    }

    private Map<String, FragmentDocument> fragments() {
        Map<String, FragmentDocument> fragments = new HashMap<>();
        configuration.fragments().forEach((id, source) -> fragment(source)
                .ifPresent(fragment -> fragments.put(id, fragment)));
        return fragments;
    }

    private Optional<FragmentDocument> fragment(PolicySource source) {
        if (source instanceof InlinePolicy inline) {
            return PolicyYamlReader.fragment(inline.position().file(), inline.node(), ReaderLimits.DEFAULT, faults);
        }
        PolicyFile file = (PolicyFile) source;
        return PolicyReader.readFile(file.file(), file.name(), ReaderLimits.DEFAULT, faults)
                .flatMap(read -> {
                    if (read instanceof FragmentDocument fragment) {
                        return Optional.of(fragment);
                    }
                    faults.error(
                            read.position(),
                            "",
                            "found `<policies>`, expected a `<fragment>`: " + file.position()
                                    + " lists it as a fragment",
                            "put its elements into `<fragment>`");
                    return Optional.empty();
                });
    }

    private static NamedValueSource names(Configuration configuration) {
        Map<String, NamedValue> values = new HashMap<>();
        configuration
                .namedValues()
                .forEach((name, value) ->
                        values.put(name, new NamedValue(value.value().reveal(), value.secret())));
        return NamedValueSource.of(values);
    }
}

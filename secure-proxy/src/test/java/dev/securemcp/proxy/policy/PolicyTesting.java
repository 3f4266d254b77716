package dev.securemcp.proxy.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Fault;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.EffectivePolicy;
import dev.securemcp.proxy.policy.document.FragmentDocument;
import dev.securemcp.proxy.policy.document.NamedValue;
import dev.securemcp.proxy.policy.document.NamedValueSource;
import dev.securemcp.proxy.policy.document.PolicyDocument;
import dev.securemcp.proxy.policy.document.PolicyElement;
import dev.securemcp.proxy.policy.document.PolicyPreparer;
import dev.securemcp.proxy.policy.document.PolicyReader;
import dev.securemcp.proxy.policy.document.ReaderLimits;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.ScopedDocument;
import dev.securemcp.proxy.policy.document.Section;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes a document through reader, preparer and compiler as the gateway does, and runs its sections over exchanges built in memory
 * ({@link TestExchange}). Fluent: names and fragments first, then {@link #load} or {@link #faults}.
 */
public final class PolicyTesting {

    /** A document as it runs. */
    public record Loaded(Sections sections, List<String> warnings) {

        /** Runs a section to its end. */
        public Verdict run(Section section, Exchange exchange) {
            Future<Verdict> said = start(section, exchange);
            assertThat(said.isComplete()).as("the section has ended").isTrue();
            return said.result();
        }

        /** Runs a section that may wait. */
        public Future<Verdict> start(Section section, Exchange exchange) {
            Chain chain =
                    switch (section) {
                        case INBOUND -> sections.inbound();
                        case BACKEND -> sections.backend();
                        case OUTBOUND -> sections.outbound();
                        case ON_ERROR -> sections.onError();
                    };
            return chain.run(exchange);
        }

        /** Runs inbound, which must let the call pass. */
        public Exchange inbound(Exchange exchange) {
            assertThat(run(Section.INBOUND, exchange)).isEqualTo(Verdict.CONTINUE);
            return exchange;
        }

        /** Runs inbound, which must answer. */
        public ResponseState answer(Exchange exchange) {
            return ((Verdict.Respond) run(Section.INBOUND, exchange)).response();
        }

        /** Runs inbound, which must fail. */
        public Failure failure(Exchange exchange) {
            return ((Verdict.Fail) run(Section.INBOUND, exchange)).failure();
        }
    }

    private final Map<String, NamedValue> names = new HashMap<>();
    private final Map<String, String> fragments = new HashMap<>();
    private Set<String> backends = Set.of("weather", "spare");
    private long maxBodyBytes = 64 << 10;
    private Scope scope = Scope.API;
    private OutboundSettings outbound = OutboundSettings.UNKNOWN;
    private AccessSettings access = AccessSettings.UNKNOWN;
    private FilterSettings filters = FilterSettings.UNKNOWN;
    private LimitSettings limits = LimitSettings.DEFAULT;

    private PolicyTesting() {}

    /** Nothing configured yet but the backends {@code weather} and {@code spare}. */
    public static PolicyTesting policies() {
        return new PolicyTesting();
    }

    /** A document with one section that holds this. */
    public static String document(Section section, String elements) {
        return "<policies><" + section.id() + ">" + elements + "</" + section.id() + "></policies>";
    }

    public PolicyTesting named(String name, String value) {
        names.put(name, new NamedValue(value, false));
        return this;
    }

    public PolicyTesting fragment(String id, String elements) {
        fragments.put(id, "<fragment>" + elements + "</fragment>");
        return this;
    }

    public PolicyTesting maxBodyBytes(long bytes) {
        maxBodyBytes = bytes;
        return this;
    }

    public PolicyTesting outbound(OutboundSettings newOutbound) {
        outbound = newOutbound;
        return this;
    }

    public PolicyTesting filters(FilterSettings newFilters) {
        filters = newFilters;
        return this;
    }

    public PolicyTesting access(AccessSettings newAccess) {
        access = newAccess;
        return this;
    }

    public PolicyTesting limits(LimitSettings newLimits) {
        limits = newLimits;
        return this;
    }

    public PolicyTesting scope(Scope newScope) {
        scope = newScope;
        return this;
    }

    /** Loads a document that must have no faults. */
    public Loaded load(String xml) {
        Faults found = new Faults();
        Sections sections = compile(xml, found);
        assertThat(found.failed()).as("%s%n%s", xml, lines(found)).isFalse();
        return new Loaded(sections, lines(found));
    }

    /** Loads a document of one section that must have no faults. */
    public Loaded load(Section section, String elements) {
        return load(document(section, elements));
    }

    /** The faults of a document as a person sees them, without the file: {@code 1:21: inbound/choose: …}. */
    public List<String> faults(String xml) {
        Faults found = new Faults();
        compile(xml, found);
        return lines(found);
    }

    /** The faults of a document of one section. */
    public List<String> faults(Section section, String elements) {
        return faults(document(section, elements));
    }

    /**
     * What compiling the elements of one name in a document, at whatever depth, asks for ({@link AttributeReader#asked()}); what the
     * document itself takes apart asks for its attributes as they stand.
     */
    public Map<String, Set<String>> asked(String xml, String name) {
        Map<String, Set<String>> asked = new HashMap<>();
        PolicyDocument document = (PolicyDocument) PolicyReader.read("p.xml", xml, ReaderLimits.DEFAULT, new Faults())
                .orElseThrow();
        document.sections()
                .forEach((section, elements) -> elements.forEach(element -> asked(element, name, section)
                        .forEach((child, attributes) -> asked.computeIfAbsent(child, none -> new TreeSet<>())
                                .addAll(attributes))));
        return asked;
    }

    private Map<String, Set<String>> asked(PolicyElement element, String name, Section section) {
        Map<String, Set<String>> asked = new HashMap<>();
        if (element.name().equals(name)) {
            Faults none = new Faults();
            AttributeReader reader = new AttributeReader(element, "", none);
            PolicyRegistry.find(name)
                    .ifPresentOrElse(
                            factory -> factory.compile(reader, new PolicyBuild(scope, section, name, none, settings())),
                            () -> element.attributes().forEach(attribute -> reader.optional(attribute.name())));
            asked.putAll(reader.asked());
        }
        element.elements().forEach(child -> asked(child, name, section)
                .forEach((inner, attributes) ->
                        asked.computeIfAbsent(inner, unused -> new TreeSet<>()).addAll(attributes)));
        return asked;
    }

    private PolicySettings settings() {
        return new PolicySettings(
                PolicySettings.DEFAULT.keyHeader(),
                PolicySettings.DEFAULT.headTimeoutMillis(),
                maxBodyBytes,
                backends::contains,
                false,
                outbound,
                filters,
                access,
                limits);
    }

    private Sections compile(String xml, Faults faults) {
        Map<String, FragmentDocument> read = new HashMap<>();
        fragments.forEach((id, text) -> PolicyReader.read(id + ".xml", text, ReaderLimits.DEFAULT, faults)
                .ifPresent(source -> read.put(id, (FragmentDocument) source)));
        PolicyPreparer preparer = new PolicyPreparer(
                new PolicyPreparer.Settings(
                        NamedValueSource.of(names), PolicyRegistry::implemented, false, false, ReaderLimits.DEFAULT),
                read,
                faults);
        PolicyDocument document = (PolicyDocument)
                PolicyReader.read("p.xml", xml, ReaderLimits.DEFAULT, faults).orElseThrow();
        EffectivePolicy effective =
                EffectivePolicy.of(List.of(new ScopedDocument(scope, "test", preparer.prepare(document, scope))));
        return new PolicyCompiler(faults).compile(effective, settings());
    }

    private static List<String> lines(Faults faults) {
        return faults.all().stream()
                .map(Fault::toString)
                .map(line -> line.startsWith("p.xml:") ? line.substring("p.xml:".length()) : line)
                .toList();
    }
}

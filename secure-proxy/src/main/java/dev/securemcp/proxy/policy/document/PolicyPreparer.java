package dev.securemcp.proxy.policy.document;

import dev.securemcp.proxy.config.Faults;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Makes documents that were read ready for {@link EffectivePolicy}: replaces named values, includes fragments, checks
 * which elements there are and where they stand. One for a whole configuration; not thread-safe.
 */
public final class PolicyPreparer {

    /**
     * What holds for all documents of a configuration.
     *
     * @param names the named values
     * @param implemented whether this build can run an element of that name
     * @param allowUnknownNames whether named values and fragments that are not known are left open, for checking a
     *     document without its configuration
     * @param allowUnsupported whether elements that this gateway does not have are left out with a warning
     * @param limits how large documents may be
     */
    public record Settings(
            NamedValueSource names,
            Predicate<String> implemented,
            boolean allowUnknownNames,
            boolean allowUnsupported,
            ReaderLimits limits) {}

    private static final String ALONE = "this";

    private final Settings settings;
    private final Faults faults;
    private final NamedValueExpander names;
    private final PolicyFragments fragments;
    private final ElementChecker checker;

    /** @param fragments the fragments by id, as they were read */
    public PolicyPreparer(Settings settings, Map<String, FragmentDocument> fragments, Faults faults) {
        this.settings = settings;
        this.faults = faults;
        this.names = new NamedValueExpander(settings.names(), settings.allowUnknownNames(), settings.limits(), faults);
        Map<String, FragmentDocument> expanded = new HashMap<>();
        fragments.forEach((id, fragment) -> expanded.put(id, names.expand(fragment)));
        this.fragments = new PolicyFragments(expanded, settings.allowUnknownNames(), settings.limits(), faults);
        this.checker = new ElementChecker(settings.implemented(), settings.allowUnsupported(), faults);
    }

    /** Prepares a document of that scope. */
    public PolicyDocument prepare(PolicyDocument document, Scope scope) {
        return checker.check(fragments.expand(names.expand(document)), scope);
    }

    /** Prepares a document whose scope is not known, as when a file is checked alone. */
    public PolicyDocument prepare(PolicyDocument document) {
        return prepare(document, null);
    }

    /** Prepares a fragment file that is checked alone. */
    public FragmentDocument prepare(FragmentDocument fragment) {
        FragmentDocument expanded = names.expand(fragment);
        PolicyFragments checked =
                new PolicyFragments(Map.of(ALONE, expanded), settings.allowUnknownNames(), settings.limits(), faults);
        return checker.check(new FragmentDocument(expanded.position(), checked.elements(ALONE)));
    }
}

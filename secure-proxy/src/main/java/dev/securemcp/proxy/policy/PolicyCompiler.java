package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.policy.document.EffectivePolicy;
import dev.securemcp.proxy.policy.document.Placed;
import dev.securemcp.proxy.policy.document.PolicyElement;
import dev.securemcp.proxy.policy.document.Scope;
import dev.securemcp.proxy.policy.document.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns effective policies into what runs. An element that many effective policies share, such as one of the global document, is
 * compiled once, and its faults are told once.
 */
public final class PolicyCompiler {

    /** The same element compiles to the same policy only where it stands in the same section for the same settings. */
    private record Key(Identity element, Scope scope, Section section, PolicySettings settings) {}

    /** Two elements that look alike stand in two places. */
    private record Identity(PolicyElement element) {

        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(Object other) {
            return other instanceof Identity(PolicyElement same) && same == element;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(element);
        }
    }

    private final Faults faults;
    private final Map<Key, Optional<Chain.Step>> compiled = new HashMap<>();

    public PolicyCompiler(Faults faults) {
        this.faults = faults;
    }

    /** Compiles all sections; what comes back after faults is never run. */
    public Sections compile(EffectivePolicy policy, PolicySettings settings) {
        return new Sections(
                chain(policy, Section.INBOUND, settings),
                chain(policy, Section.BACKEND, settings),
                chain(policy, Section.OUTBOUND, settings),
                chain(policy, Section.ON_ERROR, settings));
    }

    private Chain chain(EffectivePolicy policy, Section section, PolicySettings settings) {
        List<Chain.Step> steps = new ArrayList<>();
        Map<String, Integer> counts = new HashMap<>();
        for (Placed placed : policy.section(section)) {
            String name = placed.element().name();
            int index = counts.merge(name, 1, Integer::sum);
            step(placed, section, name + "[" + index + "]", settings).ifPresent(steps::add);
        }
        return steps.isEmpty() ? Chain.EMPTY : new Chain(steps);
    }

    private Optional<Chain.Step> step(Placed placed, Section section, String path, PolicySettings settings) {
        Key key = new Key(new Identity(placed.element()), placed.scope(), section, settings);
        Optional<Chain.Step> known = compiled.get(key);
        if (known == null) {
            known = new PolicyBuild(placed.scope(), section, path, faults, settings)
                    .compile(
                            placed.element(),
                            section.id() + "/" + placed.element().name());
            compiled.put(key, known);
        }
        return known;
    }
}

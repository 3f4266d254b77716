package dev.securemcp.proxy.policy.liquid;

import java.util.List;

/**
 * What {@code if} asks. Liquid knows no precedence: {@code a and b or c} is {@code a and (b or c)}.
 *
 * @param terms at least one
 * @param ands for each term but the last: whether {@code and} stands behind it, else {@code or}
 */
record Condition(List<Term> terms, List<Boolean> ands) {

    /** Never true: stands in after a fault. */
    static final Condition NEVER = new Condition(List.of(new Term(new Operand.Literal(false), null, null)), List.of());

    /**
     * A comparison, or a value alone.
     *
     * @param comparison null for a value alone: nil and false are false, all else is true
     */
    record Term(Operand left, Comparison comparison, Operand right) {
        boolean holds(Rendering rendering) {
            Object value = left.value(rendering);
            return comparison == null
                    ? Values.isTrue(value)
                    : comparison.holds(rendering, value, right.value(rendering));
        }
    }

    Condition {
        terms = List.copyOf(terms);
        ands = List.copyOf(ands);
    }

    boolean holds(Rendering rendering) {
        boolean result = terms.getLast().holds(rendering);
        for (int i = terms.size() - 2; i >= 0; i--) {
            rendering.step();
            result = ands.get(i)
                    ? result && terms.get(i).holds(rendering)
                    : result || terms.get(i).holds(rendering);
        }
        return result;
    }
}

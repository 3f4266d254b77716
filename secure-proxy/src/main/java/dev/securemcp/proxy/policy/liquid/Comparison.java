package dev.securemcp.proxy.policy.liquid;

import java.util.Map;

/** An operator between two values. */
enum Comparison {
    EQUAL,
    UNEQUAL,
    LESS,
    GREATER,
    AT_MOST,
    AT_LEAST,
    CONTAINS;

    /** By how they are written. */
    static final Map<String, Comparison> SIGNS =
            Map.of("==", EQUAL, "!=", UNEQUAL, "<>", UNEQUAL, "<", LESS, ">", GREATER, "<=", AT_MOST, ">=", AT_LEAST);

    boolean holds(Rendering rendering, Object left, Object right) {
        rendering.work(left);
        rendering.work(right);
        rendering.steps(Values.size(left) >> 4);
        return switch (this) {
            case EQUAL -> Values.same(left, right);
            case UNEQUAL -> !Values.same(left, right);
            case CONTAINS -> Values.contains(left, right);
            case LESS, GREATER, AT_MOST, AT_LEAST -> {
                Integer order = Values.order(left, right);
                yield order != null
                        && switch (this) {
                            case LESS -> order < 0;
                            case GREATER -> order > 0;
                            case AT_MOST -> order <= 0;
                            default -> order >= 0;
                        };
            }
        };
    }
}

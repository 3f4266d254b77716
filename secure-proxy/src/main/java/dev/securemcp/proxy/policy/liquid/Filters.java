package dev.securemcp.proxy.policy.liquid;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All filters, by the names of standard Liquid ({@code divided_by}) and of DotLiquid ({@code DividedBy}). */
final class Filters {

    private static final Map<String, Filter> STANDARD = new TreeMap<>();
    private static final Map<String, Filter> BY_NAME = new TreeMap<>();

    static {
        for (List<Filter> family : List.of(TextFilters.ALL, ListFilters.ALL, NumberFilters.ALL)) {
            for (Filter filter : family) {
                STANDARD.put(filter.name(), filter);
                BY_NAME.put(filter.name(), filter);
                BY_NAME.put(filter.dotLiquidName(), filter);
            }
        }
    }

    private Filters() {}

    /** Null where there is none of that name. */
    static Filter find(String name) {
        return BY_NAME.get(name);
    }

    /** Each once, in the order of their standard names. */
    static Collection<Filter> all() {
        return List.copyOf(STANDARD.values());
    }
}

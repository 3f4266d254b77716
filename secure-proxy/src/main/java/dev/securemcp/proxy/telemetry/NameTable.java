package dev.securemcp.proxy.telemetry;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of one kind that may be labels. A caller can invent any number of names; only those that the configuration has or
 * the backend confirmed get a label of their own, all others share {@value #OTHER}.
 */
final class NameTable {

    /** The label that all unknown names share. */
    static final String OTHER = "_other";

    /** The label of exchanges that belong to no server. */
    static final String NO_SERVER = "_none";

    /** The label where there is no name; Prometheus takes an empty label for none. */
    static final String NONE = "";

    private static final int MAX_LENGTH = 128;

    private final int max;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    /** @param max names that the backend's answers may add; configured ones count, and are all taken */
    NameTable(int max) {
        this.max = max;
    }

    void configured(Collection<String> configured) {
        names.addAll(configured);
    }

    /** Takes a name that the backend answered for. */
    void confirm(String name) {
        if (name.length() <= MAX_LENGTH && !names.contains(name) && names.size() < max) {
            names.add(name);
        }
    }

    /** @param name null where there is none */
    String label(String name) {
        if (name == null) {
            return NONE;
        }
        return names.contains(name) ? name : OTHER;
    }
}

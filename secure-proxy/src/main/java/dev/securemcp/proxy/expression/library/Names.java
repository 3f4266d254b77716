package dev.securemcp.proxy.expression.library;

import java.util.List;

/** Short words for the tables. */
final class Names {

    /** No bases. */
    static final List<String> NONE = List.of();

    private Names() {}

    static String str(Object value) {
        return (String) value;
    }

    static int num(Object value) {
        return (Integer) value;
    }

    static boolean truth(Object value) {
        return (Boolean) value;
    }
}

package dev.securemcp.proxy.expression;

import java.util.List;

/** Header fields by name, whatever its case. */
public interface HeaderFacts {

    /** No fields. */
    HeaderFacts NONE = new HeaderFacts() {
        @Override
        public String joined(String name) {
            return null;
        }

        @Override
        public List<String> values(String name) {
            return List.of();
        }

        @Override
        public Iterable<String> names() {
            return List.of();
        }
    };

    /**
     * The field's value; the values of repeated fields joined by a comma ({@code ,}); null where there is none. Must not allocate
     * where there is at most one value: this stands in the way of every request.
     */
    String joined(String name);

    /** The values of the fields of that name, in order; empty where there are none. */
    List<String> values(String name);

    /** Each name once, as it was sent. */
    Iterable<String> names();
}

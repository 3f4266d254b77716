package dev.securemcp.proxy.policy.liquid;

/** {@code empty} and {@code blank}: equal to every value that is so. */
enum Emptiness {
    EMPTY {
        @Override
        boolean fits(Object value) {
            return value instanceof String text ? text.isEmpty() : Values.holdsNothing(value);
        }
    },
    BLANK {
        @Override
        boolean fits(Object value) {
            return value == null
                    || Boolean.FALSE.equals(value)
                    || (value instanceof String text ? text.isBlank() : Values.holdsNothing(value));
        }
    };

    abstract boolean fits(Object value);

    @Override
    public String toString() {
        return "";
    }
}

package dev.securemcp.proxy.policy.liquid;

/**
 * A filter: a function of the table in {@link Filters}.
 *
 * @param name as standard Liquid writes it, such as {@code divided_by}; DotLiquid's is {@code DividedBy}
 * @param least how many arguments it needs
 * @param most how many arguments it takes
 */
record Filter(String name, int least, int most, Body body) {

    /** What it does. */
    @FunctionalInterface
    interface Body {
        Object apply(Rendering rendering, Object input, Object[] arguments);
    }

    Object apply(Rendering rendering, Object input, Object[] arguments) {
        rendering.work(input);
        for (Object argument : arguments) {
            rendering.work(argument);
        }
        return body.apply(rendering, input, arguments);
    }

    /** {@code DividedBy} for {@code divided_by}. */
    String dotLiquidName() {
        StringBuilder out = new StringBuilder();
        boolean capital = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                capital = true;
            } else {
                out.append(capital ? Character.toUpperCase(c) : c);
                capital = false;
            }
        }
        return out.toString();
    }
}

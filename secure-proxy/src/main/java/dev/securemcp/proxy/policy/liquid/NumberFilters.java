package dev.securemcp.proxy.policy.liquid;

import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;

/** Filters of numbers. What is nothing stays nothing. */
final class NumberFilters {

    private static final int MAX_PLACES = 15;

    static final List<Filter> ALL = List.of(
            new Filter("plus", 1, 1, NumberFilters::plus),
            two("minus", Numbers::minus),
            two("times", Numbers::times),
            two("divided_by", Numbers::dividedBy),
            two("modulo", Numbers::modulo),
            new Filter("round", 0, 1, (r, in, a) -> round(in, a, RoundingMode.HALF_EVEN)),
            new Filter("ceil", 0, 0, (r, in, a) -> round(in, a, RoundingMode.CEILING)),
            new Filter("floor", 0, 0, (r, in, a) -> round(in, a, RoundingMode.FLOOR)),
            new Filter("abs", 0, 0, (r, in, a) -> in == null ? null : abs(Numbers.of(in, "`abs`"))));

    private NumberFilters() {}

    private static Filter two(String name, BinaryOperator<Number> operation) {
        String user = "`" + name + "`";
        return new Filter(
                name,
                1,
                1,
                (r, in, a) -> in == null || a[0] == null
                        ? null
                        : operation.apply(Numbers.of(in, user), Numbers.of(a[0], user)));
    }

    /** A text is put together with the argument, as DotLiquid does. */
    private static Object plus(Rendering rendering, Object input, Object[] arguments) {
        if (input instanceof String text) {
            return TextFilters.joined(rendering, text, Values.text(rendering, arguments[0]));
        }
        return input == null || arguments[0] == null
                ? null
                : Numbers.plus(Numbers.of(input, "`plus`"), Numbers.of(arguments[0], "`plus`"));
    }

    private static Object round(Object input, Object[] arguments, RoundingMode mode) {
        int places =
                arguments.length == 0 ? 0 : (int) Math.clamp(Numbers.whole(arguments[0], "`round`"), 0, MAX_PLACES);
        return input == null ? null : Numbers.round(Numbers.of(input, "rounding"), places, mode);
    }

    private static Number abs(Number number) {
        return number.doubleValue() < 0 ? Numbers.minus(0L, number) : number;
    }
}

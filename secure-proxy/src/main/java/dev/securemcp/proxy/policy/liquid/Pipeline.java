package dev.securemcp.proxy.policy.liquid;

import java.util.List;

/** A value and the filters it goes through. */
record Pipeline(Operand operand, List<Call> calls) {

    /** One filter with its arguments. */
    record Call(Filter filter, List<Operand> arguments) {
        Call {
            arguments = List.copyOf(arguments);
        }
    }

    Pipeline {
        calls = List.copyOf(calls);
    }

    Object value(Rendering rendering) {
        Object value = operand.value(rendering);
        for (Call call : calls) {
            rendering.step();
            value = call.filter()
                    .apply(
                            rendering,
                            value,
                            call.arguments().stream()
                                    .map(argument -> argument.value(rendering))
                                    .toArray());
        }
        return value;
    }
}

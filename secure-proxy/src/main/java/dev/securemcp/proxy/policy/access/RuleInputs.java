package dev.securemcp.proxy.policy.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The rules of a policy whose values may be expressions. Where none is, the rules are made once; else once for each combination of
 * values, as long as it is in use: what was validated is remembered by the rules as an object.
 */
final class RuleInputs {

    /** Combinations that are kept, such as one for each host name that a server is called by. */
    private static final int KEPT = 64;

    /** A value's place among those of one exchange. */
    record Input(int index) {

        String of(List<String> texts) {
            return texts.get(index);
        }
    }

    private final List<Function<Exchange, String>> inputs = new ArrayList<>();
    private final Cache<List<String>, TokenRules> made =
            Caffeine.newBuilder().maximumSize(KEPT).build();
    private boolean computed;
    private TokenRules fixed;

    /** A text. */
    Input add(Value value) {
        computed |= value.computed();
        inputs.add(value::text);
        return new Input(inputs.size() - 1);
    }

    /** {@code true} or {@code false}. */
    Input add(Condition condition) {
        computed |= !(condition instanceof Condition.Fixed);
        inputs.add(exchange -> Boolean.toString(condition.test(exchange)));
        return new Input(inputs.size() - 1);
    }

    /** Whether any value can differ from exchange to exchange. */
    boolean computed() {
        return computed;
    }

    /**
     * The rules for one exchange.
     *
     * @param make makes them of the values
     */
    TokenRules rules(Exchange exchange, Function<List<String>, TokenRules> make) {
        TokenRules same = fixed;
        if (same != null) {
            return same;
        }
        List<String> texts = new ArrayList<>(inputs.size());
        for (Function<Exchange, String> input : inputs) {
            texts.add(input.apply(exchange));
        }
        if (computed) {
            return made.get(List.copyOf(texts), make);
        }
        // Several event loops may come first: one of the objects stays, and all say the same.
        same = make.apply(texts);
        fixed = same;
        return same;
    }
}

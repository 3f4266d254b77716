package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.limit.LimitBook;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.McpFacts;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.WholeNumber;
import dev.securemcp.proxy.policy.document.AttributeReader;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * By how much a call moves its counter ({@code increment-condition}, {@code increment-count}). Where either is an expression it may
 * ask for the response, so it is evaluated when that is known, and the call is counted then.
 *
 * @param condition whether it counts at all
 * @param count by how much; empty for one
 */
record Increment(Condition condition, Optional<WholeNumber> count) {

    private static final int MOST = 1_000_000_000;

    static Increment of(AttributeReader reader, PolicyBuild build) {
        return new Increment(
                Condition.optional(reader, build, "increment-condition", true),
                WholeNumber.optional(reader, build, "increment-count", 0, MOST));
    }

    /** Whether it is known only with the response. */
    boolean deferred() {
        return condition instanceof Condition.Asked
                || count.filter(number -> number.value().computed()).isPresent();
    }

    /** How many units each call is, where that is written down. */
    int written() {
        return condition instanceof Condition.Fixed(boolean counts) && !counts
                ? 0
                : count.map(WholeNumber::written).orElse(1);
    }

    /** How many units one call is, now. */
    long units(Exchange exchange) {
        return condition.test(exchange)
                ? count.map(number -> number.of(exchange)).orElse(1)
                : 0;
    }

    /**
     * Counts when the response is known, as the message that is judged now. What cannot be evaluated counts as one: a caller must not
     * go uncounted by going away, or by making an expression fail.
     *
     * @param counter its name, which counts the message once
     * @param message the number that the message goes by
     */
    void later(Exchange exchange, String counter, int message, LongConsumer add) {
        McpFacts judged = exchange.mcp();
        LimitBook book = exchange.limits();
        book.atAnswer(() -> {
            long units = unitsOf(exchange, judged);
            if (units > 0 && book.count(counter, message)) {
                add.accept(units);
            }
        });
    }

    private long unitsOf(Exchange exchange, McpFacts judged) {
        McpFacts after = exchange.mcp();
        exchange.message(judged);
        try {
            return units(exchange);
        } catch (ExpressionException e) {
            exchange.trace("Counted as one, since the increment could not be evaluated: " + e.getMessage());
            return 1;
        } finally {
            exchange.message(after);
        }
    }
}

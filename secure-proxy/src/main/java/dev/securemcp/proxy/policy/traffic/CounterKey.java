package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.document.AttributeReader;

/**
 * What a policy counts by.
 *
 * @param attribute what it is called, for messages
 * @param value at most {@value #MAX} characters
 */
record CounterKey(String attribute, Value value) {

    static final int MAX = 1_024;

    static CounterKey required(AttributeReader reader, PolicyBuild build, String attribute) {
        return new CounterKey(attribute, build.required(reader, attribute));
    }

    /**
     * The key of one exchange.
     *
     * @throws ExpressionException where it cannot be evaluated, or is too long
     */
    String of(Exchange exchange) {
        String key = value.text(exchange);
        if (key.length() > MAX) {
            throw new ExpressionException(
                    "ArgumentException", attribute + " is longer than " + MAX + " characters", null);
        }
        return key;
    }
}

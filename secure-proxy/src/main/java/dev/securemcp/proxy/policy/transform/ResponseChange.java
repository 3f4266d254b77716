package dev.securemcp.proxy.policy.transform;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.ResponseState;

/** What a policy does to a response: to the exchange's own, or to one that is being made by {@code return-response}. */
@FunctionalInterface
public interface ResponseChange {

    /**
     * Changes the response.
     *
     * @param exchange what expressions see
     * @throws dev.securemcp.proxy.expression.ExpressionException where an evaluation fails
     */
    void change(Exchange exchange, ResponseState response);
}

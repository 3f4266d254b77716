package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import io.vertx.core.Future;

/**
 * One element of a policy document, compiled: its settings are checked, its expressions are trees. Immutable, shared by all
 * exchanges of a running configuration.
 */
@FunctionalInterface
public interface Policy {

    /**
     * Judges or changes the exchange. Called on the exchange's event loop; the future completes there. What can be decided at once
     * comes as {@link Verdict#NEXT} or another completed future.
     *
     * @return never fails; what goes wrong is a {@link Verdict.Fail}. A thrown
     *     {@link dev.securemcp.proxy.expression.ExpressionException} is turned into one by the chain that runs the policy
     */
    Future<Verdict> apply(Exchange exchange);
}

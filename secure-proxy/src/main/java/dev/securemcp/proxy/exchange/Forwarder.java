package dev.securemcp.proxy.exchange;

import io.vertx.core.Future;

/**
 * Sends the exchange's request, as policies have left it, to the backend. The gateway puts one into each exchange; the policy
 * {@code forward-request} calls it, again where a {@code retry} wraps it: the head of the attempt before is then discarded.
 */
@FunctionalInterface
public interface Forwarder {

    /**
     * Sends the request and waits for the response's head, which becomes {@link Exchange#response()}; its body stays paused.
     *
     * @param headTimeoutMillis how long the head may take
     * @return null when the head is there, else why it is not; never fails
     */
    Future<Failure> forward(long headTimeoutMillis);
}

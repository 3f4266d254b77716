package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OneWayCalls;

/**
 * What policies reach beyond the exchange itself. Shared by all exchanges; nothing in it blocks.
 *
 * @param http calls to other services
 * @param oneWay calls whose outcome nobody waits for
 * @param values what policies keep from call to call
 * @param metrics what policies count
 * @param events what policies write down
 */
public record Services(HttpCalls http, OneWayCalls oneWay, ValueStore values, MetricSink metrics, EventSinks events) {

    /** Nothing can be reached: calls fail, nothing is kept. */
    public static final Services NONE = new Services(
            HttpCalls.NONE, new OneWayCalls(HttpCalls.NONE, 1), ValueStore.NONE, MetricSink.NONE, EventSinks.NONE);
}

package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.exchange.limit.LimitServices;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OneWayCalls;

/**
 * What policies reach beyond the exchange itself. Shared by all exchanges; nothing in it blocks.
 *
 * @param http calls to other services
 * @param oneWay calls whose outcome nobody waits for
 * @param values what policies keep from call to call; shared by all gateways where that is configured
 * @param ownValues the same in this process alone
 * @param metrics what policies count
 * @param events what policies write down
 * @param tokens whether tokens are to be believed
 * @param limits what callers may have
 */
public record Services(
        HttpCalls http,
        OneWayCalls oneWay,
        ValueStore values,
        ValueStore ownValues,
        MetricSink metrics,
        EventSinks events,
        TokenValidator tokens,
        LimitServices limits) {

    /** Nothing can be reached: calls fail, nothing is kept. */
    public static final Services NONE = new Services(
            HttpCalls.NONE,
            new OneWayCalls(HttpCalls.NONE, 1),
            ValueStore.NONE,
            ValueStore.NONE,
            MetricSink.NONE,
            EventSinks.NONE,
            TokenValidator.NONE,
            LimitServices.NONE);

    public Services with(HttpCalls calls) {
        return new Services(calls, oneWay, values, ownValues, metrics, events, tokens, limits);
    }

    public Services with(OneWayCalls calls) {
        return new Services(http, calls, values, ownValues, metrics, events, tokens, limits);
    }

    /** Values of this process alone, shared with nobody. */
    public Services withValues(ValueStore store) {
        return new Services(http, oneWay, store, store, metrics, events, tokens, limits);
    }

    /** Values that all gateways share, beside those of this process. */
    public Services withSharedValues(ValueStore store) {
        return new Services(http, oneWay, store, ownValues, metrics, events, tokens, limits);
    }

    public Services withMetrics(MetricSink sink) {
        return new Services(http, oneWay, values, ownValues, sink, events, tokens, limits);
    }

    public Services withEvents(EventSinks sinks) {
        return new Services(http, oneWay, values, ownValues, metrics, sinks, tokens, limits);
    }

    public Services withTokens(TokenValidator validator) {
        return new Services(http, oneWay, values, ownValues, metrics, events, validator, limits);
    }

    public Services withLimits(LimitServices services) {
        return new Services(http, oneWay, values, ownValues, metrics, events, tokens, services);
    }
}

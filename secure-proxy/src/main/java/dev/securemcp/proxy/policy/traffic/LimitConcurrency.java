package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.limit.LimitMeter.Outcome;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.Chain;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;

/**
 * {@code limit-concurrency} (APIM: "Limit concurrency"): no more than so many calls run the elements inside at the same time;
 * one more is refused at once with 429. Counted in this gateway process, over all servers: elements that name the same key share
 * their places.
 *
 * <p>A place is given back when the elements inside are done. Around {@code forward-request} that is when the head of the
 * backend's response is there, not when its body has been relayed: an open stream holds no place.
 *
 * @param key what is counted
 * @param maxCount how many calls may be inside, 1–1,000,000
 * @param children what they run there
 */
public record LimitConcurrency(CounterKey key, int maxCount, Chain children) implements Policy {

    private static final int MAX_KEY = 1_024;
    private static final int MOST = 1_000_000;

    /** Compiles the element. */
    public static LimitConcurrency compile(AttributeReader reader, PolicyBuild build) {
        CounterKey key = CounterKey.required(reader, build, "key");
        int maxCount = reader.integer("max-count", 1, MOST);
        return new LimitConcurrency(key, maxCount, build.held(reader));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        String name = key.of(exchange);
        boolean taken = exchange.slots().take(name, maxCount);
        exchange.services()
                .limits()
                .meter()
                .decided("limit-concurrency", exchange.api().id(), taken ? Outcome.ALLOWED : Outcome.REFUSED);
        if (!taken) {
            return Verdict.fail(Failure.of(Reason.CONCURRENCY_LIMIT_EXCEEDED));
        }
        return children.run(exchange).onComplete(done -> exchange.slots().release(name));
    }
}

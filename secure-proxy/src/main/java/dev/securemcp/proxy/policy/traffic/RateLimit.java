package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.config.CountingConfig.Calls;
import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.limit.LimitBook;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code rate-limit} (APIM: "Limit call rate by subscription"): no more than so many calls of a subscription within any period, at
 * the scope that the document is of; inside it further limits on servers ({@code api}) and tools ({@code operation}). A call counts
 * at all of these or, where one of them has no room, at none. Calls without a subscription are not counted.
 *
 * @param owner whose calls are counted together
 * @param level the element's own limit with those inside it
 */
public record RateLimit(
        SubscriptionOwner owner, LimitLevel<Rate> level, Calls counting, OnFailure onFailure, RateReport report)
        implements Policy {

    /**
     * How much.
     *
     * @param calls how many within the period
     * @param seconds the period
     */
    public record Rate(int calls, int seconds) {

        static Rate of(AttributeReader reader) {
            return new Rate(
                    reader.integer("calls", 1, Integer.MAX_VALUE),
                    reader.integer("renewal-period", 1, RateLimitByKey.LONGEST));
        }
    }

    /** Compiles the element. */
    public static RateLimit compile(AttributeReader reader, PolicyBuild build) {
        return new RateLimit(
                new SubscriptionOwner(build.scope()),
                LimitLevel.of(reader, (element, around) -> Rate.of(element)),
                build.settings().limits().calls(),
                LimitFailure.read(reader),
                RateReport.of(reader, build));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        if (exchange.subscription() == null) {
            return Future.succeededFuture(report.skipped(exchange));
        }
        CallKind kind = CallKind.of(exchange, counting);
        List<RateDemand> demands = new ArrayList<>(1);
        level.applying(exchange, owner.of(exchange), (counter, rate) -> {
            int periodMillis = rate.seconds() * 1_000;
            // The messages of a batch are one call where HTTP requests are counted.
            boolean counts = counting != Calls.HTTP || exchange.limits().count(counter, LimitBook.ALL_MESSAGES);
            demands.add(new RateDemand(
                    kind.key("s\n" + counter),
                    periodMillis,
                    kind.allowed(rate.calls(), rate.seconds()),
                    1,
                    counts ? Mode.TAKE : Mode.COUNTED));
        });
        return exchange.services()
                .limits()
                .rates(onFailure)
                .take(demands)
                .map(decision -> report.verdict(exchange, decision, kind));
    }
}

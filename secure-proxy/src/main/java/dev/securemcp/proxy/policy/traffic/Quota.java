package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code quota} (APIM: "Set usage quota by subscription"): so many calls of a subscription to a product, or so many bytes, in each
 * window that follows from the subscription's start; inside it further quotas on servers ({@code api}) and tools ({@code operation}). A
 * call counts at all of these or, where one of them is used up, at none. Calls without a subscription are not counted.
 */
public record Quota(SubscriptionOwner owner, LimitLevel<QuotaAmount> level, QuotaCalls calls) implements Policy {

    /** Compiles the element. */
    public static Quota compile(AttributeReader reader, PolicyBuild build) {
        warnWhereVolatile(reader, build);
        return new Quota(
                new SubscriptionOwner(build.scope()),
                LimitLevel.of(reader, (element, around) -> QuotaAmount.of(element, around, 1)),
                new QuotaCalls(
                        reader.element().name(), build.settings().limits().calls(), LimitFailure.read(reader)));
    }

    /** A quota that a restart refills is hardly what its author wants. */
    static void warnWhereVolatile(AttributeReader reader, PolicyBuild build) {
        if (!build.settings().limits().durable()) {
            reader.warning(
                    reader.element().position(),
                    "quotas begin anew when the gateway restarts, since there is nowhere to keep them",
                    "set `state-dir`");
        }
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        if (exchange.subscription() == null) {
            return Future.succeededFuture(calls.skipped(exchange));
        }
        QuotaCalls.Weight weight = calls.weight(exchange);
        Instant first = start(exchange.subscription());
        List<QuotaDemand> demands = new ArrayList<>(1);
        level.applying(exchange, owner.of(exchange), (counter, amount) -> {
            QuotaDemand demand = amount.demand("s\n" + counter, exchange.now(), first, 1, Mode.TAKE);
            if (weight == QuotaCalls.Weight.CALL) {
                boolean counts = exchange.limits().count(demand.key(), calls.message(exchange));
                demands.add(counts ? demand : amount.demand("s\n" + counter, exchange.now(), first, 1, Mode.COUNTED));
            } else {
                calls.of(weight, demand).ifPresentOrElse(demands::add, () -> calls.bytesLater(exchange, demand));
            }
        });
        return demands.isEmpty() ? Verdict.NEXT : calls.decide(exchange, demands);
    }

    /** When a subscription began, as far as that is known: windows follow each other from there. */
    private static Instant start(SubscriptionFacts subscription) {
        if (subscription.startDate() != null) {
            return subscription.startDate();
        }
        return subscription.createdDate() == null ? QuotaByKey.BEGINNING : subscription.createdDate();
    }
}

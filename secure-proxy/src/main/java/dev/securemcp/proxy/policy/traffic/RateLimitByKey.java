package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.config.CountingConfig.Calls;
import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.limit.LimitBook;
import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.WholeNumber;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;
import java.util.List;

/**
 * {@code rate-limit-by-key} (APIM: "Limit call rate by key"): no more than so many calls with the same key within any period. One
 * counter for each key and period, whatever documents name it; a message moves it once.
 *
 * @param key what is counted
 * @param calls how many within the period
 * @param period in seconds
 */
public record RateLimitByKey(
        CounterKey key,
        WholeNumber calls,
        WholeNumber period,
        Increment increment,
        Calls counting,
        OnFailure onFailure,
        RateReport report)
        implements Policy {

    /** The longest period, in seconds (the reference's). */
    static final int LONGEST = 300;

    /** Compiles the element. */
    public static RateLimitByKey compile(AttributeReader reader, PolicyBuild build) {
        RateLimitByKey limit = new RateLimitByKey(
                CounterKey.required(reader, build, "counter-key"),
                WholeNumber.required(reader, build, "calls", 1, Integer.MAX_VALUE),
                WholeNumber.required(reader, build, "renewal-period", 1, LONGEST),
                Increment.of(reader, build),
                build.settings().limits().calls(),
                LimitFailure.read(reader),
                RateReport.of(reader, build));
        limit.warnWhereNothingPasses(reader);
        return limit;
    }

    private void warnWhereNothingPasses(AttributeReader reader) {
        boolean known = !calls.value().computed() && !increment.deferred();
        long each = known ? increment.written() : 0;
        if (known && each > calls.written()) {
            reader.warning(
                    reader.element().position(),
                    "each call counts for " + each + " and the limit is " + calls.written() + ", so none will pass",
                    "");
        }
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        CallKind kind = CallKind.of(exchange, counting);
        int seconds = period.of(exchange);
        long allowed = kind.allowed(calls.of(exchange), seconds);
        String counter = kind.key("k\n" + key.of(exchange));
        RateDemand demand = new RateDemand(counter, seconds * 1_000, allowed, 1, Mode.TAKE);
        if (kind == CallKind.CALL) {
            return call(exchange, demand);
        }
        return decide(exchange, demand, kind);
    }

    private Future<Verdict> call(Exchange exchange, RateDemand demand) {
        LimitBook book = exchange.limits();
        int message = counting == Calls.HTTP ? LimitBook.ALL_MESSAGES : book.message();
        String counter = demand.key() + "\n" + demand.periodMillis();
        if (!increment.deferred()) {
            long units = increment.units(exchange);
            Mode mode = units == 0 ? Mode.CHECK : book.count(counter, message) ? Mode.TAKE : Mode.COUNTED;
            return decide(exchange, with(demand, Math.max(units, 1), mode), CallKind.CALL);
        }
        return decide(exchange, with(demand, 1, Mode.CHECK), CallKind.CALL).onSuccess(said -> {
            if (said == Verdict.CONTINUE) {
                increment.later(exchange, counter, message, units -> rates(exchange, with(demand, units, Mode.ADD)));
            }
        });
    }

    private Future<Verdict> decide(Exchange exchange, RateDemand demand, CallKind kind) {
        return rates(exchange, demand).map(decision -> report.verdict(exchange, decision, kind));
    }

    private Future<RateDecision> rates(Exchange exchange, RateDemand demand) {
        return exchange.services().limits().rates(onFailure).take(List.of(demand));
    }

    private static RateDemand with(RateDemand demand, long units, Mode mode) {
        return new RateDemand(demand.key(), demand.periodMillis(), demand.calls(), units, mode);
    }
}

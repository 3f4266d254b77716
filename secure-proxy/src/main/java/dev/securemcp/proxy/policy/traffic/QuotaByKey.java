package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * {@code quota-by-key} (APIM: "Set usage quota by key"): so many calls with the same key, or so many bytes, in each window of the
 * calendar. One counter for each key, whatever documents name it; a message moves it once.
 *
 * @param first when the first window began
 */
public record QuotaByKey(CounterKey key, QuotaAmount amount, Instant first, Increment increment, QuotaCalls calls)
        implements Policy {

    /** Where windows begin unless the document says otherwise (the reference's default). */
    static final Instant BEGINNING = Instant.parse("0001-01-01T00:00:00Z");

    /** The shortest window, in seconds (the reference's). */
    private static final int SHORTEST = 300;

    /** Compiles the element. */
    public static QuotaByKey compile(AttributeReader reader, PolicyBuild build) {
        Quota.warnWhereVolatile(reader, build);
        return new QuotaByKey(
                CounterKey.required(reader, build, "counter-key"),
                QuotaAmount.of(reader, null, SHORTEST),
                first(reader),
                Increment.of(reader, build),
                new QuotaCalls(
                        reader.element().name(), build.settings().limits().calls(), LimitFailure.read(reader)));
    }

    private static Instant first(AttributeReader reader) {
        Optional<PolicyText> text = reader.optionalLiteral("first-period-start");
        try {
            return text.isEmpty() || text.get().open()
                    ? BEGINNING
                    : Instant.parse(text.get().text().strip());
        } catch (DateTimeException e) {
            reader.error(
                    text.get().position(),
                    "found `" + text.get().text()
                            + "` in `first-period-start`, expected a time such as 2026-01-01T00:00:00Z",
                    "");
            return BEGINNING;
        }
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        QuotaCalls.Weight weight = calls.weight(exchange);
        String counter = "k\n" + key.of(exchange);
        QuotaDemand demand = amount.demand(counter, exchange.now(), first, 1, Mode.TAKE);
        Optional<QuotaDemand> asked = calls.of(weight, demand);
        if (asked.isEmpty()) {
            calls.bytesLater(exchange, demand);
            return Verdict.NEXT;
        }
        return weight == QuotaCalls.Weight.CALL ? call(exchange, demand) : calls.decide(exchange, List.of(asked.get()));
    }

    private Future<Verdict> call(Exchange exchange, QuotaDemand demand) {
        int message = calls.message(exchange);
        if (!increment.deferred()) {
            long units = increment.units(exchange);
            Mode mode =
                    units == 0 ? Mode.CHECK : exchange.limits().count(demand.key(), message) ? Mode.TAKE : Mode.COUNTED;
            return calls.decide(exchange, List.of(with(demand, Math.max(units, 1), mode)));
        }
        return calls.decide(exchange, List.of(with(demand, 1, Mode.CHECK))).onSuccess(said -> {
            if (said == Verdict.CONTINUE) {
                increment.later(exchange, demand.key(), message, units -> calls.add(exchange, demand, units, 0));
            }
        });
    }

    private static QuotaDemand with(QuotaDemand demand, long units, Mode mode) {
        return new QuotaDemand(demand.key(), demand.window(), demand.maxCalls(), demand.maxBytes(), units, 0, mode);
    }
}

package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.config.CountingConfig.Calls;
import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.limit.LimitBook;
import dev.securemcp.proxy.exchange.limit.LimitMeter.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDecision;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.Verdict;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What quotas have in common: what counts, when bytes are counted, and how a refusal is told.
 *
 * @param element the policy's name
 * @param counting what a call is
 * @param onFailure what is done where the shared counters cannot be reached; null for what the configuration says
 */
record QuotaCalls(String element, Calls counting, OnFailure onFailure) {

    /**
     * Whether a message is refused when a quota is used up, and counts as a call. Where requests are counted, what begins, ends and
     * answers passes; a stream is refused where it would go on to use bandwidth.
     */
    enum Weight {
        /** Counts as a call. */
        CALL,
        /** Counts for its bytes alone. */
        STREAM,
        /** Passes always; its bytes count. */
        FREE
    }

    Weight weight(Exchange exchange) {
        return switch (CallKind.of(exchange, counting)) {
            case CALL -> Weight.CALL;
            case HANDSHAKE -> Weight.FREE;
            case OTHER -> exchange.request().method().equals("GET") ? Weight.STREAM : Weight.FREE;
        };
    }

    /** The number by which a message is counted once. */
    int message(Exchange exchange) {
        return counting == Calls.HTTP
                ? LimitBook.ALL_MESSAGES
                : exchange.limits().message();
    }

    Verdict skipped(Exchange exchange) {
        count(exchange, Outcome.SKIPPED);
        return Verdict.CONTINUE;
    }

    /** Asks the quotas; where they let the call pass, its bytes will be counted. */
    Future<Verdict> decide(Exchange exchange, List<QuotaDemand> demands) {
        return exchange.services()
                .limits()
                .quotas(onFailure)
                .take(exchange.now(), demands)
                .map(decision -> {
                    count(exchange, decision.allowed() ? Outcome.ALLOWED : Outcome.REFUSED);
                    if (!decision.allowed()) {
                        return refused(exchange.now(), decision);
                    }
                    demands.forEach(demand -> bytesLater(exchange, demand));
                    return Verdict.CONTINUE;
                });
    }

    /** Counts the bodies' bytes when they have flowed; once, however many messages and policies name the quota. */
    void bytesLater(Exchange exchange, QuotaDemand demand) {
        boolean counts = demand.maxBytes() != QuotaDemand.UNLIMITED
                && exchange.limits().count(demand.key() + "\nbytes", LimitBook.ALL_MESSAGES);
        if (counts) {
            exchange.limits().atEnd((in, out) -> add(exchange, demand, 0, in + out));
        }
    }

    void add(Exchange exchange, QuotaDemand demand, long units, long bytes) {
        Instant now = exchange.now();
        // A stream may end in a later window than it began in.
        QuotaDemand more = new QuotaDemand(
                demand.key(), demand.window().of(now), demand.maxCalls(), demand.maxBytes(), units, bytes, Mode.ADD);
        exchange.services().limits().quotas(onFailure).take(now, List.of(more));
    }

    private void count(Exchange exchange, Outcome outcome) {
        exchange.services().limits().meter().decided(element, exchange.api().id(), outcome);
    }

    private Verdict refused(Instant now, QuotaDecision decision) {
        if (decision.outcome() == QuotaDecision.Outcome.UNAVAILABLE) {
            return new Verdict.Fail(Failure.of(
                    ErrorAnswer.of(Reason.LIMIT_UNAVAILABLE).withSource(element).withRetryAfter(1)));
        }
        String what = decision.outcome() == QuotaDecision.Outcome.OUT_OF_CALLS ? "call volume" : "bandwidth";
        long seconds = decision.binding().window().secondsLeft(now);
        ErrorAnswer answer = ErrorAnswer.of(Reason.QUOTA_EXCEEDED).withSource(element);
        if (seconds == RateDecision.NEVER) {
            return new Verdict.Fail(Failure.of(answer.withMessage("Out of " + what + " quota.")));
        }
        String message = "Out of %s quota. Quota will be replenished in %02d:%02d:%02d."
                .formatted(what, seconds / 3_600, seconds / 60 % 60, seconds % 60);
        return new Verdict.Fail(Failure.of(answer.withMessage(message).withRetryAfter(seconds)));
    }

    /** The demand that a message of some weight makes. */
    Optional<QuotaDemand> of(Weight weight, QuotaDemand asCall) {
        return switch (weight) {
            case CALL -> Optional.of(asCall);
            case STREAM ->
                Optional.of(new QuotaDemand(
                        asCall.key(), asCall.window(), QuotaDemand.UNLIMITED, asCall.maxBytes(), 0, 0, Mode.CHECK));
            case FREE -> Optional.empty();
        };
    }
}

package dev.securemcp.proxy.policy.traffic;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.limit.LimitMeter.Outcome;
import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import java.util.Optional;

/**
 * How a rate limit tells of its decision: as a verdict, in header fields, in variables and in metrics.
 *
 * @param element the policy's name
 * @param name what {@code RateLimit} calls it; null where such fields are not sent
 * @param retryAfterHeader sent beside {@code Retry-After}
 */
record RateReport(
        String element,
        String name,
        Optional<String> retryAfterHeader,
        Optional<String> retryAfterVariable,
        Optional<String> remainingHeader,
        Optional<String> remainingVariable,
        Optional<String> totalHeader) {

    static RateReport of(AttributeReader reader, PolicyBuild build) {
        String name = reader.id().orElse(build.scope().id() + "/" + build.path());
        return new RateReport(
                reader.element().name(),
                build.settings().limits().fields() ? Names.structured(name) : null,
                Names.header(reader, "retry-after-header-name"),
                Names.variable(reader, "retry-after-variable-name"),
                Names.header(reader, "remaining-calls-header-name"),
                Names.variable(reader, "remaining-calls-variable-name"),
                Names.header(reader, "total-calls-header-name"));
    }

    /** The limit does not apply to a call. */
    Verdict skipped(Exchange exchange) {
        count(exchange, Outcome.SKIPPED);
        return Verdict.CONTINUE;
    }

    /** Says what was decided; of other kinds than calls only what refuses them. */
    Verdict verdict(Exchange exchange, RateDecision decision, CallKind kind) {
        count(exchange, decision.allowed() ? Outcome.ALLOWED : Outcome.REFUSED);
        if (kind == CallKind.CALL && decision.waitMillis() != RateDecision.UNKNOWN) {
            counts(exchange, decision);
        }
        return decision.allowed() ? Verdict.CONTINUE : refused(exchange, decision);
    }

    private void count(Exchange exchange, Outcome outcome) {
        exchange.services().limits().meter().decided(element, exchange.api().id(), outcome);
    }

    private void counts(Exchange exchange, RateDecision decision) {
        remainingHeader.ifPresent(field -> exchange.limits().field(field, Long.toString(decision.remaining())));
        totalHeader.ifPresent(field ->
                exchange.limits().field(field, Long.toString(decision.binding().calls())));
        remainingVariable.ifPresent(variable ->
                exchange.variables().put(variable, (int) Math.min(decision.remaining(), Integer.MAX_VALUE)));
        if (name != null) {
            // draft-ietf-httpapi-ratelimit-headers: q and w in the policy, r and, where it is known, t in the state.
            exchange.limits()
                    .member(
                            "RateLimit-Policy",
                            name + ";q=" + decision.binding().calls() + ";w="
                                    + decision.binding().periodMillis() / 1_000);
            String wait = decision.allowed() || decision.waitMillis() == RateDecision.NEVER
                    ? ""
                    : ";t=" + decision.waitSeconds();
            exchange.limits().member("RateLimit", name + ";r=" + decision.remaining() + wait);
        }
    }

    private Verdict refused(Exchange exchange, RateDecision decision) {
        ErrorAnswer answer = ErrorAnswer.of(Reason.RATE_LIMIT_EXCEEDED).withSource(element);
        if (decision.waitMillis() == RateDecision.UNKNOWN) {
            return new Verdict.Fail(Failure.of(
                    ErrorAnswer.of(Reason.LIMIT_UNAVAILABLE).withSource(element).withRetryAfter(1)));
        }
        if (decision.waitMillis() == RateDecision.NEVER) {
            return new Verdict.Fail(Failure.of(answer).withDetail("the call counts for more than the limit allows"));
        }
        long seconds = decision.waitSeconds();
        retryAfterHeader.ifPresent(field -> exchange.limits().field(field, Long.toString(seconds)));
        retryAfterVariable.ifPresent(
                variable -> exchange.variables().put(variable, (int) Math.min(seconds, Integer.MAX_VALUE)));
        return new Verdict.Fail(Failure.of(answer.withMessage(
                        "Rate limit is exceeded. Try again in " + seconds + (seconds == 1 ? " second." : " seconds."))
                .withRetryAfter(seconds)));
    }
}

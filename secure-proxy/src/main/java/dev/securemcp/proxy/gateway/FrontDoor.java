package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.limits.CallerGuard;
import dev.securemcp.proxy.limits.CallerGuard.Purpose;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/**
 * What every request passes first: the guard of its address. A refused one costs as little as can be: its body is not read, not even
 * for the id that an answer should name, and its connection ends.
 */
final class FrontDoor {

    /** Failures that somebody who guesses has, and hardly anybody else: to show nothing, or what has just expired, is no guess. */
    private static final Set<Reason> GUESSES = Set.of(
            Reason.SUBSCRIPTION_KEY_INVALID,
            Reason.TOKEN_SIGNATURE_INVALID,
            Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND,
            Reason.TOKEN_AUDIENCE_NOT_ALLOWED,
            Reason.TOKEN_ISSUER_NOT_ALLOWED,
            Reason.JWT_INVALID,
            Reason.HEADER_VALUE_NOT_ALLOWED);

    private final CallerGuard guard;

    private FrontDoor(CallerGuard guard) {
        this.guard = guard;
    }

    /** @param ticks microseconds that never run backwards */
    static FrontDoor open(MeterRegistry registry, Limits limits, LongSupplier ticks) {
        CallerGuard guard = new CallerGuard(
                new CallerGuard.Settings(
                        limits.count(Limit.GUARD_REQUESTS),
                        limits.count(Limit.GUARD_FAILURE_COST),
                        limits.count(Limit.GUARD_OPEN),
                        limits.count(Limit.GUARD_COUNTERS)),
                ticks);
        LimitCounters.meter(registry, "address", guard, CallerGuard::size, CallerGuard::overflowed);
        blocked(registry, guard, "requests", CallerGuard::blockedRequests);
        blocked(registry, guard, "open", CallerGuard::blockedOpen);
        FunctionCounter.builder("proxy.guard.failures", guard, CallerGuard::failures)
                .description("Authentications that failed with a wrong key or token")
                .register(registry);
        return new FrontDoor(guard);
    }

    private static void blocked(
            MeterRegistry registry, CallerGuard guard, String cause, ToDoubleFunction<CallerGuard> count) {
        FunctionCounter.builder("proxy.guard.blocked", guard, count)
                .description("Requests that were refused since their address had too many")
                .tag("cause", cause)
                .register(registry);
    }

    /** Counts a request: 0 where it may come in, else the seconds after which one may. */
    long wait(String address, Purpose purpose) {
        return guard.admit(address, purpose);
    }

    /**
     * Answers a request that may not come in.
     *
     * @param page what web pages are told, so that one can read why. Where a browser only asks for a page that may call, it is told just
     *     that: of a question that is refused it shows the page nothing, and the call itself comes here too
     */
    void refuse(Engine engine, HttpServerRequest request, SideReport report, long wait, CrossOrigin.Decision page) {
        if (request.version() == HttpVersion.HTTP_2) {
            Requests.discardBody(request);
        }
        if (page.preflight() && page.allowed()) {
            send(engine, request, page.answer(), page);
            return;
        }
        ErrorAnswer answer = ErrorAnswer.of(Reason.ADDRESS_BLOCKED).withRetryAfter(wait);
        int bytes = send(engine, request, Reply.of(answer, null, null), page);
        if (guard.isNews(report.address())) {
            report.refused(answer, Ending.COMPLETE, new Traffic(0, bytes));
        }
    }

    private static int send(
            Engine engine, HttpServerRequest request, ResponseState response, CrossOrigin.Decision page) {
        page.stamp(response);
        return Reply.whole(
                request.response(),
                request.version(),
                response,
                true,
                engine.environment().clock());
    }

    /** A call was refused: who guesses uses up its share soon. */
    void refused(Reason reason, String address) {
        if (GUESSES.contains(reason)) {
            guard.failed(address);
        }
    }

    /** Takes a place among what an address may have open at the same time. */
    boolean take(String address) {
        return guard.open(address);
    }

    /** Gives a place back. */
    void release(String address) {
        guard.close(address);
    }
}

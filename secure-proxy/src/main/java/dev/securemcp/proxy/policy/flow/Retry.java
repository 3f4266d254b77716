package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.Chain;
import dev.securemcp.proxy.policy.Condition;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.WholeNumber;
import dev.securemcp.proxy.policy.document.AttributeReader;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code retry} (APIM: "Retry"): runs the elements inside once, and again while the condition holds and retries are left.
 *
 * <p>Where an element inside fails, such as a {@code forward-request} whose backend cannot be reached, the condition is asked too:
 * it sees the failure as {@code context.LastError} and its status as {@code context.Response.StatusCode}. The last failure stands
 * when no retry is left. An answer ({@code return-response}) ends everything at once. Waiting stops when the client goes away.
 *
 * @param condition whether to try again
 * @param count how many retries, 1–50
 * @param interval seconds before a retry, 0–86,400
 * @param maxInterval the longest wait in seconds
 * @param delta what waits grow by, in seconds
 * @param firstFast whether the first retry comes at once
 * @param children what is tried
 */
public record Retry(
        Condition condition,
        WholeNumber count,
        WholeNumber interval,
        Optional<WholeNumber> maxInterval,
        Optional<WholeNumber> delta,
        Condition firstFast,
        Chain children)
        implements Policy {

    private static final int MAX_RETRIES = 50;
    private static final int MAX_SECONDS = 86_400;

    /** Compiles the element. */
    public static Retry compile(AttributeReader reader, PolicyBuild build) {
        return new Retry(
                Condition.required(reader, build, "condition"),
                WholeNumber.required(reader, build, "count", 1, MAX_RETRIES),
                WholeNumber.required(reader, build, "interval", 0, MAX_SECONDS),
                WholeNumber.optional(reader, build, "max-interval", 1, MAX_SECONDS),
                WholeNumber.optional(reader, build, "delta", 0, MAX_SECONDS),
                Condition.optional(reader, build, "first-fast-retry", false),
                build.held(reader));
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        RetrySchedule schedule = new RetrySchedule(
                interval.of(exchange),
                delta.isEmpty() ? 0 : delta.get().of(exchange),
                maxInterval.isEmpty() ? 0 : maxInterval.get().of(exchange),
                firstFast.test(exchange));
        return attempt(exchange, schedule, count.of(exchange), 1);
    }

    /** @param retry the number of the retry that may follow this attempt */
    private Future<Verdict> attempt(Exchange exchange, RetrySchedule schedule, int retries, int retry) {
        return children.run(exchange).compose(said -> {
            boolean over = said instanceof Verdict.Respond || retry > retries;
            if (over || !again(exchange, said)) {
                return Future.succeededFuture(said);
            }
            return exchange.pause(schedule.waitMillis(retry))
                    .compose(waited -> waited ? attempt(exchange, schedule, retries, retry + 1) : clientGone());
        });
    }

    private boolean again(Exchange exchange, Verdict said) {
        if (!(said instanceof Verdict.Fail(Failure failure))) {
            return condition.test(exchange);
        }
        Failure failureBefore = exchange.failure();
        ResponseState responseBefore = exchange.response();
        exchange.failure(failure);
        exchange.response(new ResponseState(failure.answer().status(), null, HeaderFields.empty(), new byte[0]));
        try {
            return condition.test(exchange);
        } catch (ExpressionException e) {
            // A condition that does not expect a failure must not hide it.
            return false;
        } finally {
            exchange.failure(failureBefore);
            exchange.response(responseBefore);
        }
    }

    private static Future<Verdict> clientGone() {
        return Verdict.fail(Failure.of(Reason.INTERNAL_ERROR).withDetail("the client went away during a retry"));
    }
}

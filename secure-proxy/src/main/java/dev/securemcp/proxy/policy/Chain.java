package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;

/**
 * A flat list of policies, run in order until one of them does not say {@link Verdict#CONTINUE}. Policies that decide at once are
 * run in a loop; only one that waits costs a continuation.
 */
public final class Chain {

    /** Nothing to do. */
    public static final Chain EMPTY = new Chain(List.of());

    /**
     * A policy with the place it came from.
     *
     * @param element its name, the {@code source} of a failure
     * @param place where it stands
     * @param policy what it does
     */
    public record Step(String element, Failure.Place place, Policy policy) {}

    private final Step[] steps;

    public Chain(List<Step> steps) {
        this.steps = steps.toArray(Step[]::new);
    }

    /** How many policies stand in it. */
    public int size() {
        return steps.length;
    }

    /** Each policy as a chain of its own, for running them side by side. */
    public List<Chain> apart() {
        return Arrays.stream(steps).map(step -> new Chain(List.of(step))).toList();
    }

    /** The policies of one kind that stand in it directly, in order. */
    public <P extends Policy> List<P> all(Class<P> kind) {
        return Arrays.stream(steps)
                .map(Step::policy)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** Runs the policies. The future does not fail. */
    public Future<Verdict> run(Exchange exchange) {
        return run(exchange, 0);
    }

    private Future<Verdict> run(Exchange exchange, int from) {
        for (int i = from; i < steps.length; i++) {
            Step step = steps[i];
            Future<Verdict> verdict = exchange.tracing() ? traced(step, exchange) : apply(step, exchange);
            if (!verdict.isComplete()) {
                int next = i + 1;
                return verdict.transform(done -> {
                    Verdict said = done.succeeded() ? done.result() : unexpected(step, done.cause());
                    return said == Verdict.CONTINUE ? run(exchange, next) : Future.succeededFuture(placed(step, said));
                });
            }
            Verdict said = verdict.succeeded() ? verdict.result() : unexpected(step, verdict.cause());
            if (said != Verdict.CONTINUE) {
                return Future.succeededFuture(placed(step, said));
            }
        }
        return Verdict.NEXT;
    }

    private static Future<Verdict> apply(Step step, Exchange exchange) {
        try {
            return step.policy().apply(exchange);
        } catch (ExpressionException e) {
            return Verdict.fail(evaluation(step, e));
        } catch (RuntimeException e) {
            // Fail closed: a fault of ours while deciding is a denial, never a pass.
            return Future.succeededFuture(unexpected(step, e));
        }
    }

    /** Runs a step and keeps what came of it with the exchange's trace. */
    private static Future<Verdict> traced(Step step, Exchange exchange) {
        long start = System.nanoTime();
        return apply(step, exchange).onComplete(done -> {
            String outcome = done.failed()
                    ? "fail: " + done.cause()
                    : switch (done.result()) {
                        case Verdict.Continue go -> "next";
                        case Verdict.Respond(var response) -> "respond " + response.statusCode();
                        case Verdict.Fail(Failure failure) ->
                            "fail " + failure.answer().reason().reason() + ": "
                                    + failure.answer().message()
                                    + (failure.detail().isEmpty() ? "" : " (" + failure.detail() + ")");
                    };
            long now = System.nanoTime();
            exchange.traceLog().step(start - exchange.startNanos(), now - start, step.element(), step.place(), outcome);
        });
    }

    private static Verdict placed(Step step, Verdict said) {
        return said instanceof Verdict.Fail(Failure failure) && failure.place().equals(Failure.Place.NONE)
                ? new Verdict.Fail(failure.at(step.place()))
                : said;
    }

    private static Failure evaluation(Step step, ExpressionException e) {
        String where = e.position() == null ? "" : " at " + e.position();
        return Failure.of(ErrorAnswer.of(Reason.EXPRESSION_FAILED, "Expression evaluation failed" + where)
                        .withSource(step.element()))
                .withDetail(e.kind() + ": " + e.getMessage());
    }

    private static Verdict unexpected(Step step, Throwable cause) {
        Failure failure = cause instanceof ExpressionException e
                ? evaluation(step, e)
                : Failure.of(ErrorAnswer.of(Reason.INTERNAL_ERROR).withSource(step.element()))
                        .withDetail(cause.toString());
        return new Verdict.Fail(failure);
    }
}

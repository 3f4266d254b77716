package dev.securemcp.proxy.policy.flow;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.Policy;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * {@code forward-request} (APIM: "Forward request"): sends the request to the backend and waits for the head of its response. The
 * body is relayed afterwards, as it comes.
 *
 * @param timeout how long the head may take, in seconds or milliseconds; null for the gateway's own bound
 * @param unit milliseconds in one of {@code timeout}
 * @param ownMillis the gateway's own bound
 * @param failOnErrorStatus whether a response of 400 or above is an error, so that on-error runs
 */
public record ForwardRequest(Value timeout, long unit, long ownMillis, boolean failOnErrorStatus) implements Policy {

    private static final long MAX_MILLIS = 24 * 3_600_000L;

    /** Compiles the element. */
    public static ForwardRequest compile(AttributeReader reader, PolicyBuild build) {
        Optional<PolicyText> seconds = reader.optional("timeout");
        Optional<PolicyText> millis = reader.optional("timeout-ms");
        if (seconds.isPresent() && millis.isPresent()) {
            reader.error(millis.get().position(), "found both `timeout` and `timeout-ms`, expected one of them", "");
        }
        seconds.filter(text -> !text.isExpression()).ifPresent(text -> reader.integerOf("timeout", text, 1, 86_400));
        millis.filter(text -> !text.isExpression())
                .ifPresent(text -> reader.integerOf("timeout-ms", text, 1, 86_400_000));
        reader.withoutMeaning("continue-timeout", "the gateway has the whole request before it forwards any of it");
        reader.withoutMeaning("http-version", "backends are spoken to in HTTP/1.1");
        reader.withoutMeaning(
                "buffer-request-body", "the body of an MCP message is always held whole, up to `limits.body`");
        reader.withoutMeaning("buffer-response", "a response is relayed as it comes and never buffered");
        if (reader.bool("follow-redirects", false)) {
            reader.warning(
                    reader.element().position(),
                    "`follow-redirects` has no effect: a redirect is relayed to the client",
                    "give the backend's final URL in the configuration");
        }
        boolean failOnErrorStatus = reader.bool("fail-on-error-status-code", false);
        Value timeout =
                millis.or(() -> seconds).map(text -> build.value(reader, text)).orElse(null);
        return new ForwardRequest(
                timeout, millis.isPresent() ? 1 : 1_000, build.settings().headTimeoutMillis(), failOnErrorStatus);
    }

    @Override
    public Future<Verdict> apply(Exchange exchange) {
        return exchange.forwarder().forward(headMillis(exchange)).map(failure -> {
            if (failure != null) {
                return new Verdict.Fail(failure);
            }
            int status = exchange.response().statusCode();
            return failOnErrorStatus && status >= 400 ? new Verdict.Fail(backendSaid(status)) : Verdict.CONTINUE;
        });
    }

    private long headMillis(Exchange exchange) {
        if (timeout == null) {
            return ownMillis;
        }
        String text = timeout.text(exchange).trim();
        try {
            return Math.clamp(Math.multiplyExact(Long.parseLong(text), unit), 1, MAX_MILLIS);
        } catch (NumberFormatException | ArithmeticException e) {
            throw new ExpressionException("FormatException", "a timeout is a whole number", null);
        }
    }

    private static Failure backendSaid(int status) {
        return Failure.of(ErrorAnswer.of(Reason.BACKEND_CONNECTION_FAILURE, "The backend answered with an error")
                        .withStatus(status))
                .withDetail("fail-on-error-status-code: the backend answered " + status);
    }
}

package dev.securemcp.proxy.policy.access;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.PolicyBuild;
import dev.securemcp.proxy.policy.Status;
import dev.securemcp.proxy.policy.Value;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.policy.document.AttributeReader;
import dev.securemcp.proxy.policy.document.PolicyText;

/**
 * What becomes of a judged token: a variable, or an answer.
 *
 * @param element the policy's name
 * @param status HTTP status where the token is not valid
 * @param message what is said then; null for what exactly was wrong
 * @param variable what gets the token; null for none
 */
record TokenAnswer(String element, Status status, Value message, String variable) {

    private static final int UNAUTHORIZED = 401;

    /** The gateway is back in a moment, or its issuer is. */
    private static final long RETRY_SECONDS = 5;

    /** Reads the attributes. */
    static TokenAnswer compile(AttributeReader reader, PolicyBuild build) {
        return new TokenAnswer(
                reader.element().name(),
                Status.compile(reader, build, "failed-validation-httpcode", UNAUTHORIZED),
                build.optional(reader, "failed-validation-error-message").orElse(null),
                reader.optionalLiteral("output-token-variable-name")
                        .map(PolicyText::text)
                        .orElse(null));
    }

    /** Goes on with the token, or says why not. */
    Verdict verdict(Exchange exchange, TokenDecision decision) {
        return switch (decision) {
            case TokenDecision.Valid(Jwt token, java.time.Instant expires) -> {
                exchange.verified(token);
                if (variable != null) {
                    exchange.variables().put(variable, token);
                }
                yield Verdict.CONTINUE;
            }
            case TokenDecision.Invalid(Reason reason, String wrong) -> refused(exchange, reason, wrong);
            case TokenDecision.Unavailable(String detail) ->
                new Verdict.Fail(Failure.of(ErrorAnswer.of(Reason.TOKEN_CHECK_UNAVAILABLE)
                                .withSource(element)
                                .withRetryAfter(RETRY_SECONDS))
                        .withDetail(detail));
        };
    }

    /** There is no token. */
    Verdict missing(Exchange exchange) {
        return refused(exchange, Reason.TOKEN_NOT_PRESENT, Reason.TOKEN_NOT_PRESENT.message());
    }

    private Verdict refused(Exchange exchange, Reason reason, String wrong) {
        ErrorAnswer answer = ErrorAnswer.of(reason, message == null ? wrong : message.text(exchange))
                .withStatus(status.of(exchange))
                .withSource(element);
        Failure failure = Failure.of(answer);
        return new Verdict.Fail(message == null ? failure : failure.withDetail(wrong));
    }
}

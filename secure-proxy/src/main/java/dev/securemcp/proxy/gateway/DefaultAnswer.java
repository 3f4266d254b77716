package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.ServerConfig.ToolDenials;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.gateway.RouteTable.Kind;
import dev.securemcp.proxy.gateway.RouteTable.Route;
import dev.securemcp.proxy.identity.access.Challenge;
import dev.securemcp.proxy.mcp.Envelope;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.mcp.Scan;

/**
 * The answer to a call that fails, before on-error works on it.
 *
 * @param denial why the caller may not; null where that is not the reason
 * @param scan the request's body; null where it was not read
 */
record DefaultAnswer(Route<ServerRuntime> route, Exchange exchange, Denial denial, Scan scan) {

    /** For what may be no success, and is no denial that a status stands for. */
    static final int UNPROCESSABLE = 422;

    ResponseState of(ErrorAnswer answer) {
        String allow = answer.reason() == Reason.METHOD_NOT_ALLOWED
                ? String.join(", ", HeadGuard.allowed(route.kind()))
                : null;
        ResponseState response = Reply.of(asClientTakesIt(answer), scan, allow);
        if (isChallenged()) {
            response.headers().set("WWW-Authenticate", challenge());
        }
        return response;
    }

    private boolean isChallenged() {
        return denial != null && denial.challenged();
    }

    private String challenge() {
        ResourceUrls urls = ResourceUrls.of(exchange.request().originalUrl(), route);
        return Challenge.of(
                urls.metadata(),
                route.server().neededScopes(scan),
                denial.error(),
                denial.error() == null ? null : denial.answer().message());
    }

    /**
     * Some clients hang on any status but 200; their operator has the error alone say what happened. Whoever is asked for a token must
     * see the status that belongs to that. At the message endpoint of a legacy stream a success means that the answer comes on the
     * stream, where none would ever come: there a refusal is none unless the operator says so, and then {@link StreamAnswer} sees to it that it comes.
     */
    private ErrorAnswer asClientTakesIt(ErrorAnswer answer) {
        boolean calls = scan instanceof Envelope envelope
                && !envelope.batch()
                && envelope.first().tool() != null;
        boolean asOk = calls && route.server().config().toolDenials() == ToolDenials.JSON_RPC;
        // A lost session is no denial: its status is what makes clients open another.
        if (asOk && !isChallenged() && answer.reason() != Reason.SESSION_NOT_FOUND) {
            return answer.asOk();
        }
        return route.kind() == Kind.MESSAGES && answer.status() < 300 ? answer.withStatus(UNPROCESSABLE) : answer;
    }
}

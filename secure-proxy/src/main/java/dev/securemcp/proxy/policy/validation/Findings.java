package dev.securemcp.proxy.policy.validation;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.mcp.ErrorAnswer;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.policy.Verdict;
import dev.securemcp.proxy.schema.Violation;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** What was found in one content, and what comes of it. One for each run of the policy; used by one thread after the other. */
final class Findings {

    /** What clients that do not wait for an answer are told: 400 and 404 mean to some that their session is lost. */
    private static final int UNPROCESSABLE = 422;

    private record Found(Action action, Violation violation) {}

    private final Exchange exchange;
    private final boolean ofRequest;
    private final String variable;
    private final List<Found> found = new ArrayList<>();
    private boolean unknownTool;
    private boolean prevented;

    Findings(Exchange exchange, boolean ofRequest, String variable) {
        this.exchange = exchange;
        this.ofRequest = ofRequest;
        this.variable = variable;
    }

    void add(Action action, Violation violation) {
        if (action != Action.IGNORE) {
            found.add(new Found(action, violation));
            prevented |= action == Action.PREVENT;
        }
    }

    /** The server has no such tool: that is what the caller is told. */
    void addUnknownTool(Action action) {
        unknownTool |= action == Action.PREVENT;
        add(action, new Violation("/params/name", "tool", "the server has no such tool"));
    }

    boolean prevented() {
        return prevented;
    }

    /** Tells everybody who is to know; to be called once, on the call's event loop. */
    Future<Verdict> verdict() {
        if (variable != null) {
            exchange.variables().put(variable, asValue());
        }
        for (Found each : found) {
            exchange.trace(
                    "validate-content", each.action() + " " + each.violation().inWords(), java.util.Map.of());
            if (each.action() == Action.DETECT) {
                exchange.tools().detected(each.violation());
            }
        }
        return prevented ? Verdict.fail(Failure.of(answer())) : Verdict.NEXT;
    }

    private ErrorAnswer answer() {
        if (unknownTool) {
            return exchange.tools().unknown(exchange.mcp().toolName()).withSource("validate-content");
        }
        Violation first = found.stream()
                .filter(each -> each.action() == Action.PREVENT)
                .findFirst()
                .orElseThrow()
                .violation();
        if (!ofRequest) {
            return ErrorAnswer.detailed(Reason.RESPONSE_CONTENT_INVALID, first.inWords());
        }
        ErrorAnswer answer = ErrorAnswer.detailed(Reason.CONTENT_INVALID, first.inWords());
        return exchange.mcp().requestId() == null ? answer.withStatus(UNPROCESSABLE) : answer;
    }

    /** In the columns of API Management's validation errors. */
    private JArray asValue() {
        JArray all = new JArray();
        for (Found each : found) {
            JObject one = new JObject();
            one.set("Name", new JValue(each.violation().path()));
            one.set("Type", new JValue(ofRequest ? "RequestBody" : "ResponseBody"));
            one.set("ValidationRule", new JValue(each.violation().rule()));
            one.set("Details", new JValue(each.violation().detail()));
            one.set("Action", new JValue(each.action() == Action.PREVENT ? "Prevent" : "Detect"));
            all.add(one);
        }
        return all;
    }
}

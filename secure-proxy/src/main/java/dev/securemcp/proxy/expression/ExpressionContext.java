package dev.securemcp.proxy.expression;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The facts about one exchange that an expression may see as {@code context} (APIM: "API Management policy expressions", context
 * variable). Every accessor is cheap and does not block; what is expensive to make is made on first use by the implementation.
 */
public interface ExpressionContext {

    RequestFacts request();

    /** The response so far; null in the inbound and backend sections. */
    ResponseFacts response();

    /** {@code context.Variables}: changes are seen by later elements. */
    Map<String, Object> variables();

    ApiFacts api();

    OperationFacts operation();

    /** The product the call came with; null where there is none. */
    ProductFacts product();

    /** The subscription the call came with; null where there is none. */
    SubscriptionFacts subscription();

    /** The portal user the call belongs to; null where there is none, which is the rule. */
    UserFacts user();

    DeploymentFacts deployment();

    /** What went wrong; null but in on-error. */
    LastErrorFacts lastError();

    /** The MCP message under way (an extension to APIM's context). */
    McpFacts mcp();

    UUID requestId();

    /** When the gateway received the request. */
    Instant timestamp();

    /** How long the exchange has taken so far. */
    Duration elapsed();

    /** Whether this request is traced. */
    boolean tracing();

    /** {@code context.Trace(message)}: kept with the request's trace, or dropped where there is none. */
    void trace(String message);

    /** The current time, behind {@code DateTime.UtcNow} and its kin. */
    Instant now();

    /** Behind {@code Random} without a seed and {@code Guid.NewGuid()}; unpredictable in production. */
    RandomGenerator random();
}

package dev.securemcp.proxy.exchange;

import dev.securemcp.proxy.exchange.limit.LimitBook;
import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.DeploymentFacts;
import dev.securemcp.proxy.expression.ExpressionContext;
import dev.securemcp.proxy.expression.LastErrorFacts;
import dev.securemcp.proxy.expression.McpFacts;
import dev.securemcp.proxy.expression.OperationFacts;
import dev.securemcp.proxy.expression.ProductFacts;
import dev.securemcp.proxy.expression.SubscriptionFacts;
import dev.securemcp.proxy.expression.UserFacts;
import dev.securemcp.proxy.expression.value.Jwt;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * One call on its way: what came, who it is from, what policies made of it so far. It is the expression language's
 * {@code context}. Confined to the event loop of its request.
 */
public final class Exchange implements ExpressionContext {

    /**
     * What exchanges of one running configuration share.
     *
     * @param clock the time of day
     * @param random behind {@code Guid.NewGuid()} and {@code Random}; unpredictable in production
     * @param deployment the gateway itself
     * @param timers where policies wait
     * @param slots places that {@code limit-concurrency} counts
     * @param services what policies reach beyond the exchange
     */
    public record Environment(
            InstantSource clock,
            RandomGenerator random,
            DeploymentFacts deployment,
            Timers timers,
            Slots slots,
            Services services) {

        /** One whose policies reach nothing. */
        public Environment(
                InstantSource clock, RandomGenerator random, DeploymentFacts deployment, Timers timers, Slots slots) {
            this(clock, random, deployment, timers, slots, Services.NONE);
        }
    }

    private final Environment environment;
    private final UUID id;
    private final Instant receivedAt;
    private final long startNanos;
    private final ApiFacts server;
    private final RequestState request;
    private Caller caller;
    private List<Jwt> verified = List.of();
    private McpFacts mcp = NoMessage.INSTANCE;
    private Map<String, Object> variables;
    private ResponseState response;
    private Failure failure;
    private Forwarder forwarder;
    private List<Runnable> endHandlers;
    private boolean ended;
    private TraceLog trace;
    private CacheWish cacheWish;
    private Duration cacheLife;
    private LimitBook limits;
    private Stay stay = Stay.ALWAYS;
    private ToolSchemas tools = ToolSchemas.NONE;
    private UnaryOperator<String> mask = UnaryOperator.identity();

    /**
     * @param server what the call is for
     * @param request as it came
     * @param startNanos {@link System#nanoTime()} when it came
     */
    public Exchange(Environment environment, UUID id, ApiFacts server, RequestState request, long startNanos) {
        this.environment = environment;
        this.id = id;
        this.server = server;
        this.request = request;
        this.startNanos = startNanos;
        this.receivedAt = environment.clock().instant();
        this.caller = Caller.anonymous(request.ipAddress());
    }

    @Override
    public RequestState request() {
        return request;
    }

    @Override
    public ResponseState response() {
        return response;
    }

    /** The response that outbound and on-error work on. */
    public void response(ResponseState newResponse) {
        this.response = newResponse;
    }

    @Override
    public Map<String, Object> variables() {
        if (variables == null) {
            variables = new HashMap<>();
        }
        return variables;
    }

    @Override
    public ApiFacts api() {
        return server;
    }

    @Override
    public OperationFacts operation() {
        return new EndpointOperation(request.method(), mcp.toolName());
    }

    @Override
    public ProductFacts product() {
        return caller.product();
    }

    @Override
    public SubscriptionFacts subscription() {
        return caller.subscription();
    }

    @Override
    public UserFacts user() {
        return null;
    }

    @Override
    public DeploymentFacts deployment() {
        return environment.deployment();
    }

    @Override
    public LastErrorFacts lastError() {
        return failure == null ? null : failure.asLastError();
    }

    @Override
    public McpFacts mcp() {
        return mcp;
    }

    /** The message that is judged now; a batch has several, one after the other. */
    public void message(McpFacts message) {
        this.mcp = message;
        if (limits != null) {
            limits.nextMessage();
        }
    }

    @Override
    public UUID requestId() {
        return id;
    }

    @Override
    public Instant timestamp() {
        return receivedAt;
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** {@link System#nanoTime()} when the request came. */
    public long startNanos() {
        return startNanos;
    }

    @Override
    public boolean tracing() {
        return trace != null;
    }

    @Override
    public void trace(String message) {
        trace("context.Trace", message, Map.of());
    }

    /** Keeps a message with the exchange's trace; nothing where there is none. */
    public void trace(String source, String message, Map<String, String> metadata) {
        if (trace != null) {
            trace.message(System.nanoTime() - startNanos, source, message, metadata);
        }
    }

    /** Keeps what the running policy sets with its step in the trace; nothing where there is none. */
    public void traceValue(String name, String value) {
        if (trace != null) {
            trace.value(name, value);
        }
    }

    /** Takes a credential of the caller's out of the trace, in each of these spellings; nothing where there is no trace. */
    public void hideInTrace(List<String> spellings) {
        if (trace != null) {
            trace.hide(spellings);
        }
    }

    /** The trace; null where this exchange is not traced. */
    public TraceLog traceLog() {
        return trace;
    }

    /** From now on everything that happens is kept. */
    public void startTrace(TraceLog log) {
        this.trace = log;
    }

    @Override
    public Instant now() {
        return environment.clock().instant();
    }

    @Override
    public RandomGenerator random() {
        return environment.random();
    }

    /** Who is calling; somebody without a key until the key was checked. */
    public Caller caller() {
        return caller;
    }

    public void caller(Caller newCaller) {
        this.caller = newCaller;
    }

    /** The tokens that policies have found valid, in order. */
    public List<Jwt> verified() {
        return verified;
    }

    /** A policy has found a token valid, wherever it stood. */
    public void verified(Jwt token) {
        if (verified.isEmpty()) {
            verified = new ArrayList<>(1);
        }
        verified.add(token);
    }

    /** A text that is kept somewhere, without the keys that the call came with. */
    public String masked(String text) {
        return text == null ? null : mask.apply(text);
    }

    /** What takes these keys out of a text. */
    public void mask(UnaryOperator<String> presentedKeys) {
        this.mask = presentedKeys;
    }

    /** How long the caller may listen to a stream that this call opens. */
    public Stay stay() {
        return stay;
    }

    /** One more condition for that: everything that a caller shows may end. */
    public void stayWhile(Stay also) {
        this.stay = stay.and(also);
    }

    /** Why the call ended early; null while it has not. */
    public Failure failure() {
        return failure;
    }

    public void failure(Failure newFailure) {
        this.failure = newFailure;
    }

    /** What {@code cache-lookup} asked for; null where it did not run. */
    public CacheWish cacheWish() {
        return cacheWish;
    }

    public void cacheWish(CacheWish wish) {
        this.cacheWish = wish;
    }

    /** How long {@code cache-store} wants the result to be kept; null where it did not run. */
    public Duration cacheLife() {
        return cacheLife;
    }

    public void cacheLife(Duration life) {
        this.cacheLife = life;
    }

    /** What policies reach beyond this exchange. */
    public Services services() {
        return environment.services();
    }

    /** What is known of the server's tools. */
    public ToolSchemas tools() {
        return tools;
    }

    public void tools(ToolSchemas newTools) {
        this.tools = newTools;
    }

    /** How the request reaches the backend; set before the sections run. */
    public Forwarder forwarder() {
        return forwarder;
    }

    public void forwarder(Forwarder newForwarder) {
        this.forwarder = newForwarder;
    }

    /** What limits remember about this exchange. */
    public LimitBook limits() {
        if (limits == null) {
            limits = new LimitBook();
        }
        return limits;
    }

    /** Whether any limit remembers something about this exchange. */
    public boolean limited() {
        return limits != null;
    }

    /** The places that calls hold while they run. */
    public Slots slots() {
        return environment.slots();
    }

    /**
     * Waits without blocking.
     *
     * @param millis 0 for not at all
     * @return whether the time has passed; false as soon as the call is over, since nobody waits any more. Never fails
     */
    public Future<Boolean> pause(long millis) {
        if (ended) {
            return Future.succeededFuture(false);
        }
        if (millis <= 0) {
            return Future.succeededFuture(true);
        }
        Promise<Boolean> waited = Promise.promise();
        Runnable cancel = environment.timers().after(millis, () -> waited.tryComplete(true));
        Runnable atEnd = () -> {
            cancel.run();
            waited.tryComplete(false);
        };
        endHandlers().add(atEnd);
        return waited.future().onComplete(done -> endHandlers().remove(atEnd));
    }

    /** Has something done when the call is over; at once where it is. */
    public void atEnd(Runnable then) {
        if (ended) {
            then.run();
        } else {
            endHandlers().add(then);
        }
    }

    /** Whether the call is over: answered, or the client has gone. */
    public boolean ended() {
        return ended;
    }

    /** The call is over: whatever still waits stops waiting. */
    public void end() {
        if (!ended) {
            ended = true;
            List.copyOf(endHandlers()).forEach(Runnable::run);
        }
    }

    private List<Runnable> endHandlers() {
        if (endHandlers == null) {
            endHandlers = new ArrayList<>(1);
        }
        return endHandlers;
    }
}

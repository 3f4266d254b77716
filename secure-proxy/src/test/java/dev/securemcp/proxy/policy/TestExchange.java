package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Failure;
import dev.securemcp.proxy.exchange.Forwarder;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.exchange.Slots;
import dev.securemcp.proxy.exchange.Timers;
import dev.securemcp.proxy.exchange.ToolSchemas;
import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.Certificate;
import dev.securemcp.proxy.expression.DeploymentFacts;
import dev.securemcp.proxy.expression.McpFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import dev.securemcp.proxy.limits.Concurrency;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * An exchange built in memory: a {@code POST} of {@code tools/call get_alerts} unless told otherwise, at a fixed time, with fixed
 * randomness. Its forwarder answers 200 and counts.
 */
public final class TestExchange {

    /** The time of every test exchange. */
    public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    /** The body that comes unless told otherwise. */
    public static final String BODY =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\",\"arguments\":{\"state\":\"CA\"}}}";

    private final HeaderFields headers = HeaderFields.empty();
    private final Map<String, Object> variables = new java.util.HashMap<>();
    private String method = "POST";
    private String query = "";
    private String address = "203.0.113.7";
    private ToolSchemas tools = ToolSchemas.NONE;
    private byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    private ResponseState response;
    private Failure failure;
    private Timers timers = new ManualTimers();
    private Slots slots = new Concurrency();
    private Services services = Services.NONE;
    private Forwarder forwarder;
    private InstantSource clock = InstantSource.fixed(NOW);
    private Caller caller;
    private McpFacts message;

    private TestExchange() {}

    /** The usual call. */
    public static TestExchange call() {
        return new TestExchange();
    }

    /** A {@code GET} without a body. */
    public static TestExchange get() {
        TestExchange exchange = new TestExchange();
        exchange.method = "GET";
        exchange.body = null;
        return exchange;
    }

    public TestExchange header(String name, String value) {
        headers.add(name, value);
        return this;
    }

    /** @param newQuery with its question mark */
    public TestExchange query(String newQuery) {
        query = newQuery;
        return this;
    }

    public TestExchange tools(ToolSchemas newTools) {
        tools = newTools;
        return this;
    }

    public TestExchange from(String newAddress) {
        address = newAddress;
        return this;
    }

    public TestExchange body(String newBody) {
        body = newBody.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public TestExchange variable(String name, Object value) {
        variables.put(name, value);
        return this;
    }

    /** A response whose body streams from the backend. */
    public TestExchange streamed(int status, String contentType) {
        HeaderFields fields = HeaderFields.empty();
        fields.add("Content-Type", contentType);
        response = new ResponseState(status, null, fields, null);
        return this;
    }

    /** A response that the gateway itself makes, as on-error finds it. */
    public TestExchange answered(int status, String text) {
        response = new ResponseState(status, null, HeaderFields.empty(), text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public TestExchange failed(Failure newFailure) {
        failure = newFailure;
        return this;
    }

    /** What tells the time; {@link #NOW} unless told otherwise. */
    public TestExchange clock(InstantSource newClock) {
        clock = newClock;
        return this;
    }

    public TestExchange timers(Timers newTimers) {
        timers = newTimers;
        return this;
    }

    public TestExchange slots(Slots newSlots) {
        slots = newSlots;
        return this;
    }

    public TestExchange services(Services newServices) {
        services = newServices;
        return this;
    }

    public TestExchange forwarder(Forwarder newForwarder) {
        forwarder = newForwarder;
        return this;
    }

    /** Who calls; somebody without a key unless told otherwise. */
    public TestExchange caller(Caller newCaller) {
        caller = newCaller;
        return this;
    }

    /** What the body says; it does not become another. */
    public TestExchange message(McpFacts facts) {
        message = facts;
        return this;
    }

    /** A JSON-RPC request of a method, or a notification where it has no id. */
    public static McpFacts facts(String method, String tool, String id) {
        return new Facts(method, tool, id);
    }

    public Exchange build() {
        RequestState request = new RequestState(
                method, new RequestUrl("https", "gateway.test", 443, "/weather/mcp", query), headers, address);
        request.body(body);
        Exchange exchange = new Exchange(
                new Exchange.Environment(clock, new Random(1), new TestDeployment(), timers, slots, services),
                new UUID(1, 2),
                new TestServer(),
                request,
                System.nanoTime());
        exchange.variables().putAll(variables);
        McpFacts usual = body == null ? facts(null, null, null) : facts("tools/call", "get_alerts", "7");
        exchange.message(message == null ? usual : message);
        if (caller != null) {
            exchange.caller(caller);
        }
        exchange.response(response);
        exchange.failure(failure);
        exchange.tools(tools);
        exchange.forwarder(forwarder == null ? new Forwards(exchange) : forwarder);
        return exchange;
    }

    /** A forwarder that gives one answer after the other, the last again and again, and counts. */
    public static final class Forwards implements Forwarder {
        private final List<Integer> statuses = new ArrayList<>();
        private Exchange exchange;
        private int count;

        Forwards(Exchange exchange) {
            this.exchange = exchange;
            statuses.add(200);
        }

        /** @param statuses HTTP statuses; a negative one fails as if the backend had not been reached */
        public Forwards(Integer... statuses) {
            this.statuses.addAll(List.of(statuses));
        }

        /** The exchange whose response it sets. */
        public void of(Exchange owner) {
            exchange = owner;
        }

        public int count() {
            return count;
        }

        @Override
        public Future<Failure> forward(long headTimeoutMillis) {
            int status = statuses.get(Math.min(count++, statuses.size() - 1));
            if (status < 0) {
                return Future.succeededFuture(Failure.of(dev.securemcp.proxy.mcp.Reason.BACKEND_CONNECTION_FAILURE));
            }
            exchange.response(new ResponseState(status, null, HeaderFields.empty(), null));
            return Future.succeededFuture(null);
        }
    }

    private record Facts(String method, String toolName, String requestId) implements McpFacts {
        @Override
        public String protocolVersion() {
            return "2025-06-18";
        }

        @Override
        public String sessionId() {
            return null;
        }
    }

    private record TestServer() implements ApiFacts {
        @Override
        public String id() {
            return "weather";
        }

        @Override
        public String name() {
            return "Weather";
        }

        @Override
        public String path() {
            return "weather";
        }

        @Override
        public RequestUrl serviceUrl() {
            return new RequestUrl("http", "backend.test", 80, "/mcp", "");
        }
    }

    private record TestDeployment() implements DeploymentFacts {
        @Override
        public String region() {
            return "local";
        }

        @Override
        public String serviceName() {
            return "secure-proxy";
        }

        @Override
        public String serviceId() {
            return "secure-proxy";
        }

        @Override
        public String gatewayId() {
            return "managed";
        }

        @Override
        public Map<String, Certificate> certificates() {
            return Map.of();
        }
    }
}

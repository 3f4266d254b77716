package dev.securemcp.bench;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.RequestState;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.exchange.Slots;
import dev.securemcp.proxy.expression.ApiFacts;
import dev.securemcp.proxy.expression.Certificate;
import dev.securemcp.proxy.expression.DeploymentFacts;
import dev.securemcp.proxy.expression.McpFacts;
import dev.securemcp.proxy.expression.RequestUrl;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A call as clients send it: a dozen header fields, a {@code tools/call} of some 150 bytes. */
final class Calls {

    /** The key that calls carry. */
    static final String KEY = "0123456789abcdef0123456789abcdef";

    private static final Exchange.Environment ENVIRONMENT = environment(Services.NONE);

    private Calls() {}

    /** What exchanges share, with these services. */
    static Exchange.Environment environment(Services services) {
        return new Exchange.Environment(
                InstantSource.system(),
                new Random(1),
                new Deployment(),
                (millis, task) -> () -> {},
                new NoSlots(),
                services);
    }

    /** A fresh exchange, as the gateway makes one for each request. */
    static Exchange toolCall() {
        return toolCall(ENVIRONMENT, null);
    }

    /**
     * A fresh exchange in another environment.
     *
     * @param authorization one more header field; null for none
     */
    static Exchange toolCall(Exchange.Environment environment, String authorization) {
        HeaderFields headers = HeaderFields.empty();
        headers.add("Host", "localhost:8080");
        headers.add("User-Agent", "bench");
        headers.add("Accept", "application/json, text/event-stream");
        headers.add("Content-Type", "application/json");
        headers.add("Content-Length", "150");
        headers.add("Ocp-Apim-Subscription-Key", KEY);
        headers.add("Mcp-Session-Id", "0123456789abcdef");
        headers.add("MCP-Protocol-Version", "2025-11-25");
        headers.add("Accept-Encoding", "gzip, deflate");
        headers.add("Accept-Language", "*");
        headers.add("Connection", "keep-alive");
        headers.add("x", "y");
        if (authorization != null) {
            headers.add("Authorization", authorization);
        }
        RequestState request = new RequestState(
                "POST", new RequestUrl("http", "localhost", 8080, "/weather/mcp", ""), headers, "127.0.0.1");
        request.body("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\"}}"
                .getBytes(StandardCharsets.UTF_8));
        Exchange exchange = new Exchange(environment, new UUID(1, 2), new Server(), request, System.nanoTime());
        exchange.message(new ToolCall());
        return exchange;
    }

    private record ToolCall() implements McpFacts {

        @Override
        public String method() {
            return "tools/call";
        }

        @Override
        public String toolName() {
            return "get_alerts";
        }

        @Override
        public String protocolVersion() {
            return "2025-11-25";
        }

        @Override
        public String sessionId() {
            return "0123456789abcdef";
        }

        @Override
        public String requestId() {
            return "1";
        }
    }

    private record Server() implements ApiFacts {

        @Override
        public String id() {
            return "weather";
        }

        @Override
        public String name() {
            return "weather";
        }

        @Override
        public String path() {
            return "weather";
        }

        @Override
        public RequestUrl serviceUrl() {
            return new RequestUrl("http", "localhost", 8081, "/mcp", "");
        }
    }

    private record Deployment() implements DeploymentFacts {

        @Override
        public String region() {
            return "local";
        }

        @Override
        public String serviceName() {
            return "bench";
        }

        @Override
        public String serviceId() {
            return "bench";
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

    private record NoSlots() implements Slots {

        @Override
        public boolean take(String key, int max) {
            return true;
        }

        @Override
        public void release(String key) {
            // nothing is counted
        }
    }
}

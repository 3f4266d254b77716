package dev.securemcp.proxy.expression;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** An exchange made of plain values: everything the same in every run. */
final class FakeContext implements ExpressionContext {

    static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

    final Map<String, List<String>> requestHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, Object> variables = new HashMap<>();
    final List<String> traced = new ArrayList<>();
    final Map<String, Certificate> certificates = new LinkedHashMap<>();
    byte[] requestBody = new byte[0];
    ResponseFacts response;
    SubscriptionFacts subscription;
    UserFacts user;
    ProductFacts product;
    LastErrorFacts lastError;
    Certificate certificate;
    RequestUrl url = new RequestUrl("https", "mcp.example.com", 443, "/weather/mcp", "?a=1&b=2&a=3&q=x%20y");
    private final java.util.Random random = new java.util.Random(42);

    static FakeContext create() {
        FakeContext context = new FakeContext();
        context.header("X-Name", "value");
        context.header("Accept", "text/html", "application/json");
        context.header("Authorization", "Bearer abc.def.ghi");
        return context;
    }

    FakeContext header(String name, String... values) {
        requestHeaders.put(name, List.of(values));
        return this;
    }

    FakeContext variable(String name, Object value) {
        variables.put(name, value);
        return this;
    }

    FakeContext body(String text) {
        requestBody = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    static ResponseFacts response(int status, String body, String... headers) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            fields.put(headers[i], List.of(headers[i + 1]));
        }
        return new ResponseFacts() {
            @Override
            public int statusCode() {
                return status;
            }

            @Override
            public String statusReason() {
                return status == 200 ? "OK" : "Other";
            }

            @Override
            public HeaderFacts headers() {
                return FakeContext.headers(fields);
            }

            @Override
            public BodyFacts body() {
                return () -> body.getBytes(StandardCharsets.UTF_8);
            }
        };
    }

    private static HeaderFacts headers(Map<String, List<String>> fields) {
        return new HeaderFacts() {
            @Override
            public String joined(String name) {
                List<String> values = fields.get(name);
                return values == null ? null : values.size() == 1 ? values.getFirst() : String.join(",", values);
            }

            @Override
            public List<String> values(String name) {
                return fields.getOrDefault(name, List.of());
            }

            @Override
            public Iterable<String> names() {
                return fields.keySet();
            }
        };
    }

    private final RequestFacts request = new RequestFacts() {
        private final HeaderFacts headers = FakeContext.headers(requestHeaders);

        @Override
        public HeaderFacts headers() {
            return headers;
        }

        @Override
        public BodyFacts body() {
            return () -> requestBody;
        }

        @Override
        public String method() {
            return "POST";
        }

        @Override
        public RequestUrl url() {
            return url;
        }

        @Override
        public RequestUrl originalUrl() {
            return url;
        }

        @Override
        public String ipAddress() {
            return "203.0.113.7";
        }

        @Override
        public Map<String, String> matchedParameters() {
            return Map.of("id", "17");
        }

        @Override
        public Certificate certificate() {
            return certificate;
        }
    };

    @Override
    public RequestFacts request() {
        return request;
    }

    @Override
    public ResponseFacts response() {
        return response;
    }

    @Override
    public Map<String, Object> variables() {
        return variables;
    }

    @Override
    public ApiFacts api() {
        return new ApiFacts() {
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
                return new RequestUrl("http", "backend", 8081, "/mcp", "");
            }
        };
    }

    @Override
    public OperationFacts operation() {
        return new OperationFacts() {
            @Override
            public String id() {
                return "post-mcp";
            }

            @Override
            public String name() {
                return "POST /mcp";
            }

            @Override
            public String method() {
                return "POST";
            }

            @Override
            public String urlTemplate() {
                return "/mcp";
            }
        };
    }

    @Override
    public ProductFacts product() {
        return product;
    }

    @Override
    public SubscriptionFacts subscription() {
        return subscription;
    }

    @Override
    public UserFacts user() {
        return user;
    }

    @Override
    public DeploymentFacts deployment() {
        return new DeploymentFacts() {
            @Override
            public String region() {
                return "local";
            }

            @Override
            public String serviceName() {
                return "gateway.example";
            }

            @Override
            public String serviceId() {
                return "gw";
            }

            @Override
            public String gatewayId() {
                return "gw-1";
            }

            @Override
            public Map<String, Certificate> certificates() {
                return certificates;
            }
        };
    }

    @Override
    public LastErrorFacts lastError() {
        return lastError;
    }

    @Override
    public McpFacts mcp() {
        return new McpFacts() {
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
                return null;
            }

            @Override
            public String requestId() {
                return "7";
            }
        };
    }

    @Override
    public UUID requestId() {
        return UUID.fromString("11111111-2222-4333-8444-555555555555");
    }

    @Override
    public Instant timestamp() {
        return NOW;
    }

    @Override
    public Duration elapsed() {
        return Duration.ofMillis(1500);
    }

    @Override
    public boolean tracing() {
        return true;
    }

    @Override
    public void trace(String message) {
        traced.add(message);
    }

    @Override
    public Instant now() {
        return NOW;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }
}

package dev.securemcp.proxy.expression;

import dev.securemcp.proxy.expression.run.Evaluation;
import dev.securemcp.proxy.expression.value.JsonReader;
import dev.securemcp.proxy.expression.value.Jwt;
import java.time.Instant;
import java.util.List;

/** The exchange that the tables speak of. */
final class Fixtures {

    static final String TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9"
            + ".eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUiLCJzdWIiOiJhZGEiLCJhdWQiOlsiYXBpOi8vd2VhdGhlciIsImFwaTovL290aGVyIl0sImp0aSI6InQtMSIsImV4cCI6MTc3MjYwNDM2NywiaWF0IjoxNzcyNjAwNzY3LCJyb2xlcyI6WyJyZWFkZXIiLCJhZG1pbiJdLCJvaWQiOiI0MiJ9"
            + ".c2lnbmF0dXJl";

    private static final Jwt JWT = Jwt.of(
            json("{\"alg\":\"RS256\"}"), json("{\"sub\":\"ada\",\"roles\":[\"reader\",\"admin\"],\"oid\":\"42\"}"));

    private Fixtures() {}

    private static com.fasterxml.jackson.databind.JsonNode json(String text) {
        try {
            return new com.fasterxml.jackson.databind.ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static FakeContext context() {
        FakeContext context = FakeContext.create();
        context.body(
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"get_alerts\",\"arguments\":{\"state\":\"CA\"}}}");
        context.header("X-Token", "Bearer " + TOKEN);
        context.header("X-Basic", "Basic YWRhOnNlY3JldA==");
        Evaluation evaluation = new Evaluation(
                context,
                ExpressionLimits.DEFAULT,
                PositionMap.from("", new dev.securemcp.proxy.config.Position("t", 1, 1)));
        context.variable("auth", new Authorization("at-1", java.util.Map.of("scope", "all")));
        context.variable("jwt", JWT);
        context.variable("name", "Ada");
        context.variable("count", 3);
        context.variable("big", 5_000_000_000L);
        context.variable("flag", true);
        context.variable("nothing", null);
        context.variable(
                "doc",
                JsonReader.read(
                        evaluation,
                        "{\"a\":1,\"b\":\"x\",\"c\":[1,2,3],\"d\":{\"e\":true,\"f\":null},\"date\":\"2026-01-02T03:04:05Z\"}"));
        context.variable(
                "resp",
                FakeContext.response(
                        200, "{\"access_token\":\"tok\",\"expires_in\":3600}", "Content-Type", "application/json"));
        context.subscription = new SubscriptionFacts() {
            @Override
            public String id() {
                return "laptop";
            }

            @Override
            public String name() {
                return "Laptop";
            }

            @Override
            public String key() {
                return "k-1";
            }

            @Override
            public String primaryKey() {
                return "k-1";
            }

            @Override
            public String secondaryKey() {
                return null;
            }

            @Override
            public Instant createdDate() {
                return Instant.parse("2026-01-01T00:00:00Z");
            }

            @Override
            public Instant startDate() {
                return null;
            }

            @Override
            public Instant endDate() {
                return Instant.parse("2027-01-01T00:00:00Z");
            }
        };
        context.product = new ProductFacts() {
            @Override
            public String id() {
                return "starter";
            }

            @Override
            public String name() {
                return "Starter";
            }

            @Override
            public List<GroupFacts> groups() {
                return List.of(new GroupFacts("g1", "Developers"));
            }
        };
        context.lastError = new LastErrorFacts(
                "check-header", "HeaderNotFound", "no header", "api", "inbound", "check-header[1]", "p1");
        return context;
    }
}

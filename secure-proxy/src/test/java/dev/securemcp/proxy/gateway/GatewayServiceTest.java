package dev.securemcp.proxy.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program: what is on which port, and that what happens can be seen there, without secrets. */
@QuarkusTest
@QuarkusTestResource(value = BehindTheGateway.class, restrictToAnnotatedClass = true)
class GatewayServiceTest {

    private static final String KEY = "Ocp-Apim-Subscription-Key";

    /** The program's log, and the two that have handlers of their own. */
    private static final List<String> LOGS = List.of("", "access", "security");

    @Inject
    GatewayService gateway;

    @Inject
    Vertx vertx;

    private final List<String> logged = new CopyOnWriteArrayList<>();
    private final Handler listener = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLoggerName() + ": "
                    + (entry instanceof ExtLogRecord full ? full.getFormattedMessage() : entry.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        RestAssured.baseURI = "http://127.0.0.1";
        LOGS.forEach(log -> Logger.getLogger(log).addHandler(listener));
    }

    @AfterEach
    void leave() {
        LOGS.forEach(log -> Logger.getLogger(log).removeHandler(listener));
    }

    private static Response call(String key) {
        return given().header("Accept", "application/json, text/event-stream")
                .header(KEY, key)
                .contentType("application/json")
                .body(Mcp.call("1", "get_alerts"))
                .post("/weather/mcp");
    }

    private static String management(String path) {
        return given().port(managementPort())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private static int managementPort() {
        return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    }

    @Test
    void answersOnThePublicPort() {
        call(BehindTheGateway.KEY).then().statusCode(200).body("id", equalTo(1));
        call("wrong")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", nullValue())
                .body("error.data.reason", equalTo("SubscriptionKeyInvalid"));
    }

    @Test
    void isReadyAndSaysSo() {
        assertThat(management("/q/health/ready")).contains("\"UP\"").contains("gateway");
    }

    @Test
    void countsWhatItRelays() {
        call(BehindTheGateway.KEY).then().statusCode(200);

        await().untilAsserted(() -> assertThat(management("/q/metrics"))
                .containsPattern("mcp_server_operation_duration_seconds_count\\{[^}]*tools/call[^}]*}")
                .contains("proxy_sessions_open ", "proxy_endpoints_open "));
    }

    @Test
    void showsNoPoolOfOneRedisClientAsIfItWereAll() {
        Redis client = Redis.createClient(vertx, "redis://127.0.0.1:1");
        try {
            client.connect()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .exceptionally(none -> null)
                    .join();
            assertThat(management("/q/metrics"))
                    .contains("proxy_sessions_open ")
                    .doesNotContain("redis_pool_");
        } finally {
            client.close();
        }
    }

    @Test
    void showsWhoWasDeniedWhatAndWhy() {
        call("wrong").then().statusCode(401);

        await().untilAsserted(() -> assertThat(management("/summary")).contains("SubscriptionKeyInvalid"));
        assertThat(logged).anyMatch(line -> line.startsWith("security: ") && line.contains("SubscriptionKeyInvalid"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/ready", "/q/metrics", "/summary", "/q/dev", "/"})
    void nothingOfTheManagementPortIsOnThePublicOne(String path) {
        given().get(path).then().statusCode(404).body("error.data.reason", equalTo("OperationNotFound"));
    }

    @Test
    void tellsNobodyASecret() {
        call(BehindTheGateway.KEY).then().statusCode(200);
        call("a-wrong-key-that-is-somebodys-right-one").then().statusCode(401);
        given().header("Accept", "application/json, text/event-stream")
                .contentType("application/json")
                .body(Mcp.call("1", "get_alerts"))
                .post("/weather/mcp?subscription-key=" + BehindTheGateway.KEY)
                .then()
                .statusCode(200);
        await().until(() ->
                logged.stream().filter(line -> line.startsWith("access: ")).count() >= 3);

        assertThat(List.of(
                        management("/q/metrics"), management("/summary"), management("/q/health"), logged.toString()))
                .noneMatch(text -> text.contains(BehindTheGateway.KEY))
                .noneMatch(text -> text.contains(BehindTheGateway.CREDENTIAL))
                .noneMatch(text -> text.contains("somebodys-right-one"));
    }

    @Test
    void aBodyLargerThanQuarkusBuffersArrives() {
        String large = Mcp.call("1", "get_alerts").replace("{}", "{\"x\":\"" + "y".repeat(3_000_000) + "\"}");
        given().header("Accept", "application/json, text/event-stream")
                .header(KEY, BehindTheGateway.KEY)
                .contentType("application/json")
                .body(large)
                .post("/weather/mcp")
                .then()
                .statusCode(200);
    }

    @Test
    void connectionsGoOnAfterDenialsBehindQuarkusToo() throws Exception {
        try (Wire wire = Wire.connect(RestAssured.port)) {
            String evil = "Origin: https://evil.example\r\n";
            assertThat(wire.send(Mcp.get("/weather/mcp", evil)).response().status())
                    .isEqualTo(403);
            assertThat(wire.send(Mcp.post("/weather/mcp", Mcp.call("1", "t"), evil))
                            .response()
                            .status())
                    .isEqualTo(403);
            assertThat(wire.send(Mcp.post("/unknown", "x".repeat(100_000)))
                            .response()
                            .status())
                    .isEqualTo(404);
            assertThat(wire.send(Mcp.post(
                                    "/weather/mcp", Mcp.call("1", "t"), KEY + ": " + BehindTheGateway.KEY + "\r\n"))
                            .response()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(gateway.calls().streams()).isZero();
    }
}

package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.store.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways behind one address: together they let through what one would. */
class SharedLimitsTest {

    private static final int LIMIT = 30;

    @TempDir
    Path directory;

    private final List<GatewayFixture> gateways = new ArrayList<>();
    private RedisProcess redis;
    private ScriptedBackend backend;

    @BeforeEach
    void startRedis() throws Exception {
        redis = RedisProcess.start(directory);
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
    }

    /** @param bound how long a gateway waits for Redis; long where a busy machine must not look like a slow Redis */
    private void start(String bound) throws Exception {
        for (int i = 0; i < 3; i++) {
            Path own = Files.createDirectory(directory.resolve("gateway-" + i));
            Files.writeString(
                    own.resolve("limits.xml"),
                    """
                    <policies><inbound><base/><choose>
                      <when condition="@(context.Mcp.ToolName == &quot;strict&quot;)">
                        <rate-limit-by-key calls="5" renewal-period="300" counter-key="strict" on-failure="deny"/>
                      </when>
                      <when condition="@(context.Mcp.ToolName == &quot;quota&quot;)">
                        <quota-by-key calls="%d" renewal-period="0" counter-key="everybody"/>
                      </when>
                      <otherwise>
                        <rate-limit-by-key calls="%d" renewal-period="300" counter-key="everybody"/>
                      </otherwise>
                    </choose></inbound></policies>
                    """
                            .formatted(LIMIT, LIMIT));
            gateways.add(GatewayFixture.start(
                    own,
                    """
                    servers: { s: { backend: b, subscription-required: false, policy: limits.xml } }
                    backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                    redis: { url: "%s" }
                    limits: { redis-time: %s }
                    """
                            .formatted(backend.port(), redis.url(), bound)));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (GatewayFixture gateway : gateways) {
            gateway.close();
        }
        backend.close();
        redis.close();
    }

    private WireMessage calls(int gateway, String tool) throws Exception {
        return gateways.get(gateway).exchange(post("/s/mcp", call("1", tool)));
    }

    /** Fifty clients, two calls each, spread over the gateways; how many got through. */
    private long flood(String tool) {
        List<CompletableFuture<Integer>> statuses = new ArrayList<>();
        for (int client = 0; client < 50; client++) {
            int gateway = client % 3;
            for (int i = 0; i < 2; i++) {
                statuses.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return calls(gateway, tool).status();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        task -> Thread.ofVirtual().start(task)));
            }
        }
        return statuses.stream()
                .map(CompletableFuture::join)
                .filter(status -> status == 200)
                .count();
    }

    @Test
    void fifty_clients_get_exactly_the_limit_of_calls() throws Exception {
        start("10s");
        assertThat(flood("t")).isEqualTo(LIMIT);
        assertThat(flood("quota")).isEqualTo(LIMIT);
    }

    @Test
    void while_redis_is_down_each_limit_does_what_it_says_and_is_back_with_it() throws Exception {
        start("2s");
        calls(0, "strict");
        redis.kill();

        assertThat(calls(1, "t").status()).as("on-failure is local by default").isEqualTo(200);
        WireMessage refused = calls(2, "strict");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).contains("\"reason\":\"LimitUnavailable\"", "\"id\":1");
        assertThat(refused.header("Retry-After")).isEqualTo("1");

        redis.start();
        await().untilAsserted(() -> assertThat(calls(2, "strict").status()).isEqualTo(200));
    }

    @Test
    void a_redis_that_stands_still_delays_no_call_for_long() throws Exception {
        start("250ms");
        calls(0, "t");
        redis.pause();
        try {
            long start = System.nanoTime();
            for (int i = 0; i < 6; i++) {
                assertThat(calls(0, "t").status()).isEqualTo(200);
            }
            assertThat(System.nanoTime() - start)
                    .as("six calls, at most three of them the bound")
                    .isLessThan(5_000_000_000L);
        } finally {
            redis.resume();
        }
    }
}

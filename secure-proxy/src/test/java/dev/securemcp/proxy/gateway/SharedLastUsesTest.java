package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.identity.SubscriptionReport;
import dev.securemcp.proxy.identity.SubscriptionReport.Query;
import dev.securemcp.proxy.store.redis.RedisProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a key was used last is known to all gateways with one Redis, and to those that start later. */
class SharedLastUsesTest {

    private static final String MINE = "Ocp-Apim-Subscription-Key: mine-0123456789abcdef0123456789abcdef\r\n";
    private static final String OTHERS = "Ocp-Apim-Subscription-Key: others-0123456789abcdef0123456789abcd\r\n";
    private static final String OFTEN = "100ms";
    private static final String NEVER = "1h";
    private static final String NOON = "2026-11-01T12:00:00Z";

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse(NOON));
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private RedisProcess redis;
    private ScriptedBackend backend;

    @BeforeEach
    void start() throws Exception {
        redis = RedisProcess.start(directory);
        open.push(redis);
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        open.push(backend);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private GatewayFixture gateway(String name, String interval) throws Exception {
        Path home = Files.createDirectories(directory.resolve(name));
        GatewayFixture gateway = GatewayFixture.start(
                home,
                """
                servers: { s: { backend: b } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions:
                  mine: { product: p, primary-key: { value: mine-0123456789abcdef0123456789abcdef } }
                  others: { product: p, primary-key: { value: others-0123456789abcdef0123456789abcd } }
                redis: { url: "%s", encryption-key: 0123456789abcdef0123456789abcdef }
                limits: { last-used-interval: %s }
                """
                        .formatted(backend.port(), redis.url(), interval),
                true,
                now::get);
        open.push(gateway);
        return gateway;
    }

    private void end(GatewayFixture gateway) throws Exception {
        open.remove(gateway);
        gateway.close();
    }

    private static void use(GatewayFixture gateway, String key) throws Exception {
        assertThat(gateway.exchange(post("/s/mcp", call("1", "t"), key)).status())
                .isEqualTo(200);
    }

    /** As {@code /subscriptions} shows it. */
    private static Optional<String> lastUsed(GatewayFixture gateway, String id) throws Exception {
        Query query = new Query(Optional.of(id), 0, 10, Optional.empty());
        JsonNode page = new ObjectMapper()
                .readTree(SubscriptionReport.page(
                        gateway.compiled().gateway().keys().keys(), query));
        return Optional.ofNullable(page.at("/subscriptions/0/keys/0/lastUsed").textValue());
    }

    private static void awaitUse(GatewayFixture gateway, String id, String time) {
        await().untilAsserted(() -> assertThat(lastUsed(gateway, id)).contains(time));
    }

    @Test
    void what_one_gateway_sees_the_other_shows_and_the_later_use_counts() throws Exception {
        GatewayFixture one = gateway("one", OFTEN);
        GatewayFixture two = gateway("two", OFTEN);

        use(one, MINE);
        awaitUse(two, "mine", NOON);
        now.set(Instant.parse("2026-11-01T13:00:00Z"));
        use(two, MINE);
        awaitUse(one, "mine", "2026-11-01T13:00:00Z");
        assertThat(lastUsed(one, "others")).isEmpty();
        assertThat(lastUsed(two, "others")).isEmpty();
    }

    @Test
    void the_last_word_of_a_gateway_is_known_to_the_next_one_without_any_directory() throws Exception {
        GatewayFixture first = gateway("first", NEVER);
        use(first, MINE);
        end(first);

        now.set(Instant.parse("2026-12-01T12:00:00Z"));
        awaitUse(gateway("second", NEVER), "mine", NOON);
    }

    @Test
    void what_was_used_while_redis_was_away_is_told_when_it_is_back_and_so_is_what_it_lost() throws Exception {
        GatewayFixture one = gateway("one", OFTEN);
        GatewayFixture two = gateway("two", OFTEN);
        use(one, OTHERS);
        awaitUse(two, "others", NOON);

        redis.kill();
        now.set(Instant.parse("2026-11-01T13:00:00Z"));
        use(one, MINE);
        await().until(() ->
                !one.engine().services().shared().orElseThrow().link().up());
        assertThat(lastUsed(one, "mine")).contains("2026-11-01T13:00:00Z");
        now.set(Instant.parse("2026-11-02T12:00:00Z"));
        redis.start();

        awaitUse(two, "mine", "2026-11-01T13:00:00Z");
        awaitUse(gateway("three", NEVER), "others", NOON);
    }

    @Test
    void what_has_not_changed_is_not_told_again() throws Exception {
        GatewayFixture one = gateway("one", OFTEN);
        use(one, MINE);
        use(one, OTHERS);
        awaitUse(gateway("two", OFTEN), "others", NOON);
        awaitRounds(3);
        long told = commands("zadd");
        assertThat(told).isPositive();

        awaitRounds(6);
        assertThat(commands("zadd")).isEqualTo(told);

        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        use(one, MINE);
        await().until(() -> commands("zadd") == told + 1);
    }

    private void awaitRounds(int more) {
        long before = commands("get");
        await().until(() -> commands("get") >= before + more);
    }

    /** How often Redis has run a command. */
    private long commands(String name) {
        String line = redis.say("INFO commandstats")
                .lines()
                .filter(each -> each.startsWith("cmdstat_" + name + ":calls="))
                .findFirst()
                .orElse("cmdstat:calls=0,");
        return Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(',')));
    }
}

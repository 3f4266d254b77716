package dev.securemcp.proxy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.exchange.HeaderFields;
import dev.securemcp.proxy.exchange.ReceivedResponse;
import dev.securemcp.proxy.expression.ExpressionException;
import dev.securemcp.proxy.expression.value.AnonymousObject;
import dev.securemcp.proxy.expression.value.DateTimeValue;
import dev.securemcp.proxy.expression.value.JArray;
import dev.securemcp.proxy.expression.value.JObject;
import dev.securemcp.proxy.expression.value.JToken;
import dev.securemcp.proxy.expression.value.JValue;
import dev.securemcp.proxy.expression.value.Jwt;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisProcess;
import dev.securemcp.proxy.store.redis.RedisWatch;
import dev.securemcp.proxy.store.redis.Sealer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that two gateways share through a real Redis. */
class RedisValuesTest {

    private static final Optional<Sealer> SEALER = Optional.of(new Sealer("s".repeat(32), new SecureRandom()));

    @TempDir
    private static Path directory;

    private static RedisProcess redis;
    private static Vertx vertx;
    private static Context loop;
    private static RedisLink link;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start(directory);
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        link = new RedisLink(vertx, new RedisOptions().setConnectionString(redis.url()), 500, 100, RedisWatch.NONE);
    }

    @AfterAll
    static void stop() {
        link.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }

    private static RedisValues values(Optional<Sealer> sealer) {
        return new RedisValues(link, "test", sealer, 10_000);
    }

    private static <T> T await(Supplier<Future<T>> ask) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(now -> {
            try {
                ask.get().onSuccess(done::complete).onFailure(done::completeExceptionally);
            } catch (ExpressionException e) {
                done.completeExceptionally(e);
            }
        });
        return done.join();
    }

    static Stream<Object> kinds() {
        JObject document = new JObject();
        document.set("list", new JArray());
        ((JArray) document.get("list")).add(new JValue(1L));
        document.set("null", new JValue(null));
        document.set("date", new JValue(DateTimeValue.utc(Instant.parse("2026-10-01T10:00:00.1234567Z"))));
        HeaderFields headers = HeaderFields.empty();
        headers.add("Content-Type", "text/plain");
        headers.add("X-Twice", "1");
        headers.add("X-Twice", "2");
        return Stream.of(
                "text with \u0000 and ✓",
                "",
                7,
                7L,
                Long.MIN_VALUE,
                0.1,
                Double.NaN,
                new BigDecimal("1.10"),
                new BigInteger("123456789012345678901234567890"),
                true,
                'x',
                UUID.fromString("0192f0c1-0000-4000-8000-000000000001"),
                Duration.ofMillis(1500),
                OffsetDateTime.parse("2026-10-01T10:00:00.5+02:00"),
                DateTimeValue.utc(Instant.parse("2026-10-01T10:00:00Z")),
                new byte[] {0, 1, (byte) 0xff},
                document,
                new JValue("plain"),
                new Object[] {"a", 1, null},
                Arrays.asList("a", 1, null),
                Set.of("only"),
                Map.of("key", List.of(1, 2)),
                new AnonymousObject(Map.of("a", 1)),
                new ReceivedResponse(201, "Made", headers, "body".getBytes(StandardCharsets.UTF_8)),
                new Jwt(
                        "JWT",
                        "RS256",
                        null,
                        "https://issuer",
                        "me",
                        List.of("api"),
                        Instant.parse("2026-10-01T10:00:00Z"),
                        null,
                        null,
                        Map.of("scp", List.of("a", "b"))));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void what_one_gateway_keeps_another_finds_with_its_kind(Object value) {
        for (Optional<Sealer> sealer : List.of(Optional.<Sealer>empty(), SEALER)) {
            await(() -> values(sealer).put("kind", value, Duration.ofMinutes(1)));
            Object found = await(() -> values(sealer).get("kind"));

            assertThat(found).hasSameClassAs(sameKind(value));
            assertThat(comparable(found)).isEqualTo(comparable(value));
        }
    }

    /** Immutable lists and the like come out as others that can be changed. */
    private static Object sameKind(Object value) {
        return switch (value) {
            case List<?> list -> new java.util.ArrayList<>(list);
            case Set<?> set -> new java.util.LinkedHashSet<>(set);
            case Map<?, ?> map -> new java.util.LinkedHashMap<>(map);
            default -> value;
        };
    }

    private static Object comparable(Object value) {
        return switch (value) {
            case byte[] bytes -> List.of(Arrays.hashCode(bytes), bytes.length);
            case Object[] array -> Arrays.asList(array);
            case JToken token -> token.type() + token.toCompact();
            case ReceivedResponse response ->
                List.of(
                        response.statusCode(),
                        response.reason(),
                        response.headers().values("X-Twice"),
                        new String(response.bytes(), StandardCharsets.UTF_8));
            default -> value;
        };
    }

    @Test
    void a_value_is_gone_when_its_time_is_over_or_somebody_removes_it() {
        await(() -> values(SEALER).put("short", "x", Duration.ofMillis(30)));
        Awaitility.await().until(() -> await(() -> values(SEALER).get("short")) == null);
        await(() -> values(SEALER).put("removed", "x", Duration.ofMinutes(1)));
        await(() -> values(SEALER).remove("removed"));
        assertThat(await(() -> values(SEALER).get("removed"))).isNull();
        await(() -> values(SEALER).put("null", "x", Duration.ofMinutes(1)));
        await(() -> values(SEALER).put("null", null, Duration.ofMinutes(1)));
        assertThat(await(() -> values(SEALER).get("null"))).isNull();
    }

    @Test
    void with_a_key_nobody_reads_them_in_redis_and_nobody_puts_them_elsewhere() {
        await(() -> values(SEALER).put("token", "very-secret", Duration.ofMinutes(1)));

        assertThat(redis.say("GET test:v:token")).doesNotContain("very-secret").startsWith("$");
        redis.say("COPY test:v:token test:v:other");
        assertThat(await(() -> values(SEALER).get("other"))).isNull();
        assertThat(await(() -> values(Optional.empty()).get("token")))
                .as("another key")
                .isNull();
    }

    @Test
    void a_value_that_is_too_large_is_not_kept() {
        await(() -> values(SEALER).put("large", "x".repeat(20_000), Duration.ofMinutes(1)));
        assertThat(await(() -> values(SEALER).get("large"))).isNull();
    }

    @Test
    void what_cannot_be_shared_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> values(SEALER).put("k", new StringBuilder(), Duration.ofMinutes(1)))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("caching-type=\"internal\"");
    }

    @Test
    void without_redis_values_are_absent_and_no_call_fails() {
        RedisLink nowhere = new RedisLink(
                vertx,
                new RedisOptions().setConnectionString("redis://127.0.0.1:" + RedisProcess.freePort()),
                200,
                100,
                RedisWatch.NONE);
        RedisValues values = new RedisValues(nowhere, "test", SEALER, 10_000);
        assertThat(await(() -> values.get("k"))).isNull();
        await(() -> values.put("k", "x", Duration.ofMinutes(1)));
        await(() -> values.remove("k"));
        assertThat(await(() -> values.get("k"))).isNull();
        nowhere.close();
    }
}

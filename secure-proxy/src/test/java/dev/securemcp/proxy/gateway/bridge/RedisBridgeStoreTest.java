package dev.securemcp.proxy.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Browser;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Code;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Consent;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Ended;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SignIn;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.SpentCode;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
import dev.securemcp.proxy.store.redis.RedisException;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisProcess;
import dev.securemcp.proxy.store.redis.RedisWatch;
import dev.securemcp.proxy.store.redis.Sealer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What bridges of several gateways remember in a real Redis. */
class RedisBridgeStoreTest {

    private static final Instant LATER = Instant.now().plusSeconds(60);

    @TempDir
    private static Path directory;

    private static RedisProcess redis;
    private static Vertx vertx;
    private static RedisLink link;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start(directory);
        vertx = Vertx.vertx();
        link = new RedisLink(vertx, new RedisOptions().setConnectionString(redis.url()), 2000, 100, RedisWatch.NONE);
    }

    @AfterAll
    static void stop() {
        link.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }

    private static RedisBridgeStore store(String secret) {
        return new RedisBridgeStore(
                link, "test", new Sealer(secret.repeat(32), new SecureRandom()), InstantSource.system());
    }

    private static <T> T join(Supplier<Future<T>> ask) throws Exception {
        return Future.<T>future(promise -> vertx.runOnContext(start -> ask.get().onComplete(promise)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    static Stream<BridgeEntry> entries() {
        Browser browser = new Browser("bridge-x", "hash");
        Instant moment = Instant.parse("2026-10-01T00:00:00.123Z");
        BridgeEntry.Asked asked = Sites.asked();
        BridgeEntry.Asked bare = new BridgeEntry.Asked("s", "c", false, "r", null, "x", List.of(), null);
        return Stream.of(
                new Consent(asked, browser, "csrf", "memory", "login", "ada@example.com"),
                new Consent(bare, browser, "csrf", "memory", null, null),
                new SignIn(asked, browser, Secret.of("verifier"), "nonce"),
                new SignIn(bare, browser, Secret.of("verifier"), null),
                new Code(asked, new Tokens(Secret.of("a"), moment, Secret.of("r"), List.of("b", "c")), "grant"),
                new Code(bare, new Tokens(Secret.of("a"), null, null, List.of()), "grant"),
                new SpentCode("grant"),
                new Ended("cur"),
                new Ended(null),
                new Grant("s", "c", "res", List.of("b"), Secret.of("r"), "cur", null, moment, null),
                new Grant(
                        "s",
                        "c",
                        null,
                        List.of("b"),
                        Secret.of("r"),
                        "cur",
                        "old",
                        moment,
                        new Issued(Secret.of("a"), moment, Secret.of("n"), List.of("b"))));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void every_entry_comes_back_as_it_was(BridgeEntry entry) throws Exception {
        RedisBridgeStore store = store("s");
        join(() -> store.put(Kind.CODE, "key", entry, LATER));

        assertThat(join(() -> store.get(Kind.CODE, "key"))).isEqualTo(entry);
        assertThat(join(() -> store.take(Kind.SIGN_IN, "key")))
                .as("of another kind")
                .isNull();
        assertThat(join(() -> store.take(Kind.CODE, "key"))).isEqualTo(entry);
        assertThat(join(() -> store.take(Kind.CODE, "key"))).as("taken").isNull();
    }

    @Test
    void nothing_in_redis_can_be_read_or_used_elsewhere() throws Exception {
        RedisBridgeStore store = store("s");
        Code code =
                new Code(Sites.asked(), new Tokens(Secret.of("upstream-access"), null, null, List.of()), "the-grant");
        join(() -> store.put(Kind.CODE, "the-key", code, LATER));

        String keys =
                join(() -> link.send(Request.cmd(Command.KEYS).arg("test:o:*"))).toString();
        assertThat(keys).contains("test:o:code:").doesNotContain("the-key");
        String place = "test:o:code:" + Opaque.hash("the-key");
        byte[] sealed =
                join(() -> link.send(Request.cmd(Command.GET).arg(place))).toBytes();
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("upstream", "client", "grant");
        assertThat(join(() -> store("t").get(Kind.CODE, "the-key")))
                .as("with another key")
                .isNull();
        join(() -> link.send(Request.cmd(Command.RENAME).arg(place).arg("test:o:code:" + Opaque.hash("other"))));
        assertThat(join(() -> store.get(Kind.CODE, "other")))
                .as("put in another's place")
                .isNull();
    }

    @Test
    void what_is_over_is_forgotten() throws Exception {
        RedisBridgeStore store = store("s");
        join(() ->
                store.put(Kind.CODE, "short", new SpentCode("g"), Instant.now().plusMillis(50)));

        Awaitility.await().untilAsserted(() -> assertThat(join(() -> store.get(Kind.CODE, "short")))
                .isNull());
    }

    @Test
    void of_two_that_take_one_gets_it() throws Exception {
        RedisBridgeStore store = store("s");
        join(() -> store.put(Kind.CODE, "once", new SpentCode("g"), LATER));

        List<BridgeEntry> taken = join(() -> Future.all(store.take(Kind.CODE, "once"), store.take(Kind.CODE, "once"))
                .map(both -> both.<BridgeEntry>list()));

        assertThat(taken).containsOnlyOnce(new SpentCode("g")).containsNull();
    }

    @Test
    void what_is_added_takes_nothing_from_what_is_there() throws Exception {
        RedisBridgeStore store = store("s");

        assertThat(join(() -> store.add(Kind.GRANT, "added", new SpentCode("1"), LATER)))
                .isTrue();
        assertThat(join(() -> store.add(Kind.GRANT, "added", new SpentCode("2"), LATER)))
                .isFalse();
        assertThat(join(() -> store.get(Kind.GRANT, "added"))).isEqualTo(new SpentCode("1"));
    }

    @Test
    void only_what_is_known_is_replaced_and_by_one() throws Exception {
        RedisBridgeStore store = store("s");
        SpentCode first = new SpentCode("1");
        assertThat(replace(store, first, new SpentCode("2")))
                .as("nothing there")
                .isFalse();
        join(() -> store.put(Kind.GRANT, "changing", first, LATER));

        List<Boolean> done = join(() -> Future.all(
                        store.replace(Kind.GRANT, "changing", first, new SpentCode("2"), LATER),
                        store.replace(Kind.GRANT, "changing", first, new SpentCode("3"), LATER))
                .map(both -> both.<Boolean>list()));
        assertThat(done).containsExactly(true, false);
        assertThat(join(() -> store.get(Kind.GRANT, "changing"))).isEqualTo(new SpentCode("2"));
        assertThat(replace(store, first, new SpentCode("4"))).isFalse();
        assertThat(replace(store, new SpentCode("2"), new SpentCode("4"))).isTrue();
        String time = join(() -> link.send(Request.cmd(Command.PTTL).arg("test:o:grant:" + Opaque.hash("changing"))))
                .toString();
        assertThat(Long.parseLong(time)).isBetween(1L, 60_000L);
    }

    private static boolean replace(RedisBridgeStore store, BridgeEntry known, BridgeEntry next) throws Exception {
        return join(() -> store.replace(Kind.GRANT, "changing", known, next, LATER));
    }

    @Test
    void where_redis_is_full_what_was_to_be_replaced_stays() throws Exception {
        RedisBridgeStore store = store("s");
        SpentCode first = new SpentCode("1");
        join(() -> store.put(Kind.GRANT, "full", first, LATER));
        redis.say("CONFIG SET maxmemory 1");
        try {
            assertThatThrownBy(() -> join(() -> store.replace(Kind.GRANT, "full", first, new SpentCode("2"), LATER)))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RedisException.class)
                    .hasMessageContaining("OOM");
            assertThat(join(() -> store.get(Kind.GRANT, "full"))).isEqualTo(first);
        } finally {
            redis.say("CONFIG SET maxmemory 0");
        }
    }

    @Test
    void without_redis_nothing_is_known_for_sure() {
        RedisLink nowhere = new RedisLink(
                vertx, new RedisOptions().setConnectionString("redis://127.0.0.1:1"), 200, 10, RedisWatch.NONE);
        RedisBridgeStore store = new RedisBridgeStore(
                nowhere, "test", new Sealer("s".repeat(32), new SecureRandom()), InstantSource.system());

        assertThatThrownBy(() -> join(() -> store.take(Kind.CODE, "x")))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(RedisException.class);
        nowhere.close();
    }
}

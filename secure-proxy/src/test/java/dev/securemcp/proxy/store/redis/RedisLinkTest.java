package dev.securemcp.proxy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.RedisConfig.Mode;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The link against real servers that die, stand still, fill up and change places. */
class RedisLinkTest extends LinkTesting {

    @Test
    void a_script_runs_also_where_redis_does_not_know_it_yet() {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            link(redis);
            assertThat(added("a")).isEqualTo(1);
            assertThat(added("a")).isEqualTo(2);
            redis.say("SCRIPT FLUSH");
            assertThat(added("a")).isEqualTo(3);
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void commands_of_one_loop_do_not_wait_for_each_other() {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            link(redis);
            added("a");
            List<CompletableFuture<Response>> many = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                many.add(add("a"));
            }
            many.forEach(CompletableFuture::join);
            assertThat(added("a")).isEqualTo(502);
            assertThat(redis.say("CLIENT LIST").lines().filter(line -> line.contains("addr=")))
                    .as("one connection, and that of this question")
                    .hasSize(2);
        }
    }

    @Test
    void more_than_may_wait_fails_at_once() {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            link = new RedisLink(vertx, new RedisOptions().setConnectionString(redis.url()), 5_000, 2, RedisWatch.NONE);
            List<CompletableFuture<Response>> calls = new ArrayList<>();
            CompletableFuture<Void> sent = new CompletableFuture<>();
            loop.runOnContext(now -> {
                for (int i = 0; i < 3; i++) {
                    CompletableFuture<Response> call = new CompletableFuture<>();
                    calls.add(call);
                    link.run(ADD, List.of("a"), List.of("1"), link.deadline())
                            .onSuccess(call::complete)
                            .onFailure(call::completeExceptionally);
                }
                sent.complete(null);
            });
            sent.join();
            assertThat(failure(calls.get(2))).isEqualTo(RedisException.Kind.BUSY);
            calls.get(0).join();
            calls.get(1).join();
        }
    }

    @Test
    void a_redis_that_stands_still_costs_each_call_the_bound_and_then_nothing_until_it_goes_on() {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            link(redis);
            added("a");
            redis.pause();
            try {
                for (int i = 0; i < 3; i++) {
                    long start = System.nanoTime();
                    assertThat(failure(add("a"))).isEqualTo(RedisException.Kind.TIMEOUT);
                    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.MILLISECONDS.toNanos(20 * BOUND_MILLIS));
                }
                assertThat(failure(add("a"))).isEqualTo(RedisException.Kind.DOWN);
                assertThat(link.up()).isFalse();
            } finally {
                redis.resume();
            }
            awaitUp();
            assertThat(added("b")).isEqualTo(1);
            assertThat(changes).containsExactly("down", "up");
        }
    }

    @Test
    void a_redis_that_died_is_back_when_it_is_started_again() {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            link(redis);
            added("a");
            redis.kill();
            Awaitility.await().until(() -> failure(add("a")) == RedisException.Kind.DOWN);
            redis.start();
            awaitUp();
            assertThat(added("a")).as("it has forgotten all").isEqualTo(1);
            assertThat(changes).containsExactly("down", "up");
        }
    }

    @Test
    void without_a_redis_at_the_start_it_is_down_until_there_is_one() {
        int port = RedisProcess.freePort();
        link(Mode.STANDALONE, null, null, "redis://127.0.0.1:" + port);
        assertThat(failure(add("a"))).isEqualTo(RedisException.Kind.CONNECTION);
        assertThat(failure(add("a"))).isEqualTo(RedisException.Kind.DOWN);
        try (RedisProcess redis = RedisProcess.startOn(port, directory)) {
            awaitUp();
            assertThat(added("a")).isEqualTo(1);
            assertThat(changes).containsExactly("down", "up");
        }
    }

    @Test
    void a_connection_that_redis_closes_is_made_again() {
        try (RedisProcess redis = RedisProcess.start(directory)) {
            link(redis);
            added("a");
            redis.say("CLIENT KILL TYPE normal SKIPME yes");
            Awaitility.await().until(() -> failure(add("a")) == null);
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void a_full_redis_refuses_and_is_not_down() {
        try (RedisProcess redis =
                RedisProcess.start(directory, "--maxmemory", "1mb", "--maxmemory-policy", "noeviction")) {
            link(redis);
            assertThat(failure(on(
                            () -> link.send(Request.cmd(Command.SET).arg("big").arg("x".repeat(2_000_000))))))
                    .isIn(null, RedisException.Kind.REFUSED);
            assertThat(failure(
                            on(() -> link.send(Request.cmd(Command.SET).arg("a").arg("1")))))
                    .isEqualTo(RedisException.Kind.REFUSED);
            assertThat(link.up()).isTrue();
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void the_password_is_shown_and_a_wrong_one_is_no_way_in() {
        try (RedisProcess redis = RedisProcess.start(directory, "--requirepass", "right")) {
            link(Mode.STANDALONE, null, "right", redis.url());
            assertThat(added("a")).isEqualTo(1);
            link.close();
            link(Mode.STANDALONE, null, "wrong", redis.url());
            assertThat(failure(add("a"))).isEqualTo(RedisException.Kind.CONNECTION);
        }
    }

    @Test
    void a_cluster_takes_scripts_whose_keys_have_one_hash_tag() {
        try (RedisProcess redis = cluster()) {
            link(Mode.CLUSTER, null, null, redis.url());
            RedisScript both = RedisScript.of("return redis.call('INCR', KEYS[1]) + redis.call('INCR', KEYS[2])");
            assertThat(on(() -> link.run(both, List.of("{x}:1", "{x}:2"), List.of(), link.deadline()))
                            .join()
                            .toLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void after_a_failover_the_new_master_is_asked() {
        int sentinelPort = RedisProcess.freePort();
        try (RedisProcess master = RedisProcess.start(directory);
                RedisProcess replica =
                        RedisProcess.start(directory, "--replicaof", "127.0.0.1", Integer.toString(master.port()));
                RedisProcess sentinel = sentinel(sentinelPort, master)) {
            Awaitility.await().atMost(15, TimeUnit.SECONDS).until(() -> sentinel.say("SENTINEL replicas main")
                    .contains(Integer.toString(replica.port())));
            link(Mode.SENTINEL, "main", null, sentinel.url());
            assertThat(added("a")).isEqualTo(1);
            master.kill();
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> failure(add("b")) == null);
            assertThat(replica.say("GET b")).contains("1");
        }
    }

    private RedisProcess sentinel(int port, RedisProcess master) {
        try {
            Path file = directory.resolve("sentinel.conf");
            java.nio.file.Files.writeString(
                    file,
                    """
                    port %d
                    bind 127.0.0.1
                    dir %s
                    sentinel monitor main 127.0.0.1 %d 1
                    sentinel down-after-milliseconds main 500
                    sentinel failover-timeout main 3000
                    """
                            .formatted(port, directory, master.port()));
            return RedisProcess.startOn(port, directory, file.toString(), "--sentinel");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package dev.securemcp.proxy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.RedisConfig.Mode;
import io.vertx.core.Context;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that is given up is closed: what comes after it is another one, which may lead to another server. */
class LinkMovesTest extends LinkTesting {

    /** A bound that nothing reaches, for what is not about time. */
    private static final long PATIENT = 5_000;

    private String client() {
        return on(() -> link.send(Request.cmd(Command.CLIENT).arg("ID"))).join().toString();
    }

    private CompletableFuture<?> write(boolean script) {
        return script
                ? add("a")
                : on(() -> link.send(Request.cmd(Command.SET).arg("a").arg("1")));
    }

    private static long clients(RedisProcess redis) {
        return redis.say("CLIENT LIST")
                .lines()
                .filter(line -> line.contains("addr="))
                .count();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_server_that_is_a_replica_now_is_left_for_what_stands_at_its_address(boolean script) {
        boundMillis = PATIENT;
        try (RedisProcess redis = RedisProcess.start(directory)) {
            link(redis);
            awaitAnswer();
            String first = client();
            redis.say("REPLICAOF 127.0.0.1 1");
            assertThat(failure(write(script))).isEqualTo(RedisException.Kind.REFUSED);
            redis.say("REPLICAOF NO ONE");

            assertThat(client()).isNotEqualTo(first);
            assertThat(failure(write(script))).isNull();
            Awaitility.await().untilAsserted(() -> assertThat(clients(redis))
                    .as("its connection, and that of this question")
                    .isEqualTo(2));
            assertThat(changes).isEmpty();
        }
    }

    @Test
    void a_replica_that_stays_one_is_not_connected_to_for_every_command() {
        boundMillis = PATIENT;
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            int before = way.made();
            redis.say("REPLICAOF 127.0.0.1 1");
            for (int i = 0; i < 100; i++) {
                assertThat(failure(write(false))).isEqualTo(RedisException.Kind.REFUSED);
            }
            assertThat(way.made() - before).isBetween(1, 50);
        }
    }

    @Test
    void what_was_on_its_way_together_moves_once_and_all_of_it_is_answered() {
        boundMillis = PATIENT;
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            int before = way.made();
            redis.say("REPLICAOF 127.0.0.1 1");
            CompletableFuture<?>[] writes = new CompletableFuture<?>[200];
            CompletableFuture<Void> sent = new CompletableFuture<>();
            loop.runOnContext(now -> {
                for (int i = 0; i < writes.length; i++) {
                    CompletableFuture<Object> ended = new CompletableFuture<>();
                    writes[i] = ended;
                    link.send(Request.cmd(Command.SET).arg("a").arg("1"))
                            .onSuccess(ended::complete)
                            .onFailure(ended::completeExceptionally);
                }
                sent.complete(null);
            });
            sent.join();
            for (CompletableFuture<?> write : writes) {
                assertThat(failure(write)).isIn(RedisException.Kind.REFUSED, RedisException.Kind.CONNECTION);
            }
            client();
            assertThat(way.made() - before).isEqualTo(1);
            assertThat(changes).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"STANDALONE", "CLUSTER"})
    void a_connection_that_is_late_too_often_is_closed(Mode mode) {
        try (RedisProcess redis = mode == Mode.CLUSTER ? cluster() : RedisProcess.start(directory)) {
            link(mode, null, null, redis.url());
            awaitAnswer();
            String first = client();
            redis.pause();
            try {
                Awaitility.await().until(() -> failure(add("a")) == RedisException.Kind.DOWN);
            } finally {
                redis.resume();
            }
            awaitUp();

            assertThat(client()).isNotEqualTo(first);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThat(redis.say("CLIENT LIST")).contains("id=").doesNotContain("id=" + first + " "));
        }
    }

    @Test
    void a_probe_without_an_answer_leaves_no_connection() {
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            way.fallSilent(true);
            Awaitility.await().until(() -> failure(add("a")) == RedisException.Kind.DOWN);
            int before = way.made();
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> way.made() >= before + 3);
            assertThat(way.open()).as("that of the probe of now").isLessThanOrEqualTo(1);

            way.fallSilent(false);
            awaitUp();
            awaitAnswer();
            Awaitility.await().untilAsserted(() -> assertThat(way.open()).isEqualTo(1));
        }
    }

    @Test
    void what_waits_when_the_connection_is_closed_is_told_that_it_broke() {
        boundMillis = PATIENT;
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            way.fallSilent(true);
            CompletableFuture<?> waiting = write(false);
            Awaitility.await().until(() -> redis.say("GET a").contains("1"));
            redis.kill();

            assertThat(failure(waiting)).isEqualTo(RedisException.Kind.CONNECTION);
        }
    }

    @Test
    void connections_of_other_loops_that_the_network_forgot_as_well_are_not_waited_for() {
        boundMillis = 500;
        Context other = ((VertxInternal) vertx).createEventLoopContext();
        assertThat(((ContextInternal) other).nettyEventLoop()).isNotSameAs(((ContextInternal) loop).nettyEventLoop());
        try (RedisProcess redis = RedisProcess.start(directory);
                SlowWay way = SlowWay.to(redis)) {
            link(Mode.STANDALONE, null, null, way.url());
            awaitAnswer();
            Awaitility.await().until(() -> failure(add(other, "first")) == null);
            way.loseMade();
            Awaitility.await().until(() -> failure(add("a")) == RedisException.Kind.DOWN);
            awaitUp();

            assertThat(failure(add(other, "a"))).isNull();
            assertThat(failure(add("a"))).isNull();
            assertThat(changes).containsExactly("down", "up");
            Awaitility.await().untilAsserted(() -> assertThat(way.open()).isEqualTo(2));
        }
    }
}

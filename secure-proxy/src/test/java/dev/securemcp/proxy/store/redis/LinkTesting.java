package dev.securemcp.proxy.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Limit;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.RedisConfig;
import dev.securemcp.proxy.config.RedisConfig.Mode;
import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.config.Secret;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A link to real servers from one event loop, and what is told of it. */
abstract class LinkTesting {

    static final long BOUND_MILLIS = 150;
    static final RedisScript ADD = RedisScript.of("return redis.call('INCRBY', KEYS[1], ARGV[1])");

    @TempDir
    Path directory;

    final List<String> changes = new CopyOnWriteArrayList<>();
    final List<RedisException.Kind> failures = new CopyOnWriteArrayList<>();
    long boundMillis = BOUND_MILLIS;
    Vertx vertx;
    Context loop;
    RedisLink link;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        loop = vertx.getOrCreateContext();
    }

    @AfterEach
    void close() {
        if (link != null) {
            link.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    void link(Mode mode, String master, String password, String... urls) {
        RedisConfig config = new RedisConfig(
                List.of(urls).stream().map(URI::create).toList(),
                mode,
                Optional.ofNullable(master),
                Optional.empty(),
                Optional.ofNullable(password).map(Secret::of),
                "test",
                OnFailure.LOCAL,
                Optional.empty(),
                Position.of("gateway.yaml"));
        link = RedisOpening.open(vertx, config, Limits.DEFAULTS.with(Limit.REDIS_TIME, boundMillis), new RedisWatch() {
            @Override
            public void called(long nanos, RedisException.Kind failure) {
                if (failure != null) {
                    failures.add(failure);
                }
            }

            @Override
            public void changed(boolean up, String why) {
                changes.add(up ? "up" : "down");
            }
        });
    }

    void link(RedisProcess redis) {
        link(Mode.STANDALONE, null, null, redis.url());
    }

    <T> CompletableFuture<T> on(Supplier<Future<T>> ask) {
        return on(loop, ask);
    }

    private <T> CompletableFuture<T> on(Context loop, Supplier<Future<T>> ask) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(now -> ask.get().onComplete(result -> {
            assertThat(vertx.getOrCreateContext()).isSameAs(loop);
            if (result.succeeded()) {
                done.complete(result.result());
            } else {
                done.completeExceptionally(result.cause());
            }
        }));
        return done;
    }

    CompletableFuture<Response> add(String key) {
        return add(loop, key);
    }

    CompletableFuture<Response> add(Context loop, String key) {
        return on(loop, () -> link.run(ADD, List.of(key), List.of("1"), link.deadline()));
    }

    /** Several at a time, before any of them is answered. */
    List<CompletableFuture<Response>> adds(String key, int times) {
        List<CompletableFuture<Response>> ends =
                Stream.generate(CompletableFuture<Response>::new).limit(times).toList();
        loop.runOnContext(now -> ends.forEach(end -> link.run(ADD, List.of(key), List.of("1"), link.deadline())
                .onSuccess(end::complete)
                .onFailure(end::completeExceptionally)));
        return ends;
    }

    /** Of several at a time: those that occur. */
    Set<RedisException.Kind> failures(List<CompletableFuture<Response>> calls) {
        return calls.stream().map(this::failure).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    long added(String key) {
        return add(key).join().toLong();
    }

    RedisException.Kind failure(CompletableFuture<?> call) {
        try {
            call.join();
            return null;
        } catch (CompletionException e) {
            return ((RedisException) e.getCause()).kind();
        }
    }

    /** The first command may take long: what it needs is loaded. */
    void awaitAnswer() {
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> failure(add("first")) == null);
        changes.clear();
    }

    void awaitUp() {
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> link.up());
    }

    /** A cluster of one node that has all slots. */
    RedisProcess cluster() {
        RedisProcess redis = RedisProcess.start(directory, "--cluster-enabled", "yes");
        for (int from = 0; from < 16_384; from += 2_048) {
            String slots = IntStream.range(from, from + 2_048)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" "));
            redis.say("CLUSTER ADDSLOTS " + slots);
        }
        Awaitility.await().until(() -> redis.say("CLUSTER INFO").contains("cluster_state:ok"));
        return redis;
    }
}

package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.WireMessage.Ending;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that stops takes nothing new, lets calls finish, and then ends streams as their backends would. */
class DrainTest {

    @TempDir
    Path directory;

    private ScriptedBackend backend;
    private GatewayFixture gateway;
    private final CountDownLatch answer = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {
            WireMessage request = talk.request();
            if (request.head().startLine().startsWith("GET")) {
                talk.openStream(request.header("X-Zip") == null ? "" : "Content-Encoding: gzip\r\n")
                        .chunk(request.header("Last-Event-ID") == null ? "data: 1\n\n" : "data: half")
                        .wire()
                        .drain();
            } else {
                answer.await();
                talk.send(Mcp.ok(Mcp.RESULT));
            }
        });
        gateway = GatewayFixture.before(backend, directory);
    }

    @AfterEach
    void stop() throws Exception {
        answer.countDown();
        gateway.close();
        backend.close();
    }

    private Thread drain(Duration patience) {
        return Thread.startVirtualThread(() -> new Drain(gateway.engine().calls(), patience).run());
    }

    @Test
    void newCallsAreRefusedRunningOnesFinishThenStreamsEnd() throws Exception {
        try (Wire running = gateway.connect();
                Wire idle = gateway.connect();
                Wire streaming = gateway.connect()) {
            BodyStream stream = streaming.body(streaming.send(get("/s/mcp")).responseHead());
            stream.expect("data: 1\n\n");
            running.send(post("/s/mcp", call("1", "t")));
            await().until(() -> backend.unseen() == 2);

            Thread drain = drain(Duration.ofSeconds(30));
            await().until(() -> gateway.engine().calls().draining());
            WireMessage refused = idle.send(post("/s/mcp", call("7", "t"))).response();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.text())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,")
                    .contains("\"reason\":\"ShuttingDown\"");
            assertThat(gateway.engine().calls().streams())
                    .as("streams go on meanwhile")
                    .isEqualTo(1);
            assertThat(drain.isAlive()).isTrue();

            answer.countDown();
            assertThat(running.response().text()).isEqualTo(Mcp.RESULT);
            stream.expectEnd();
            assertThat(drain.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void aStreamWithinAnEventIsCutSoThatItsClientResumes() throws Exception {
        try (Wire streaming = gateway.connect()) {
            BodyStream stream = streaming.body(
                    streaming.send(get("/s/mcp", "Last-Event-ID: 1\r\n")).responseHead());
            stream.expect("data: half");

            drain(Duration.ofSeconds(30));
            stream.expectCut();
        }
    }

    @Test
    void aStreamThatCannotBeReadIsCutToo() throws Exception {
        try (Wire streaming = gateway.connect()) {
            BodyStream stream =
                    streaming.body(streaming.send(get("/s/mcp", "X-Zip: 1\r\n")).responseHead());
            stream.expect("data: 1\n\n");

            drain(Duration.ofSeconds(30));
            stream.expectCut();
        }
    }

    @Test
    void callsThatTakeTooLongAreNotWaitedFor() throws Exception {
        try (Wire running = gateway.connect()) {
            running.send(post("/s/mcp", call("1", "t")));
            backend.received();

            Thread drain = drain(Duration.ZERO);
            assertThat(drain.join(Duration.ofSeconds(10))).isTrue();
            assertThat(gateway.engine().calls().active()).isEqualTo(1);
        }
    }

    @Test
    void readinessIsDownBeforeThePortIs() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            GatewayService service = new GatewayService(
                    vertx, new SimpleMeterRegistry(), directory.resolve("gateway.yaml"), "127.0.0.1", "127.0.0.1");
            GatewayHealth health = new GatewayHealth(service);
            assertThat(health.call().getStatus()).isEqualTo(Status.UP);

            service.stop(new ShutdownDelayInitiatedEvent());
            assertThat(health.call().getStatus()).isEqualTo(Status.DOWN);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void readinessStaysUpAndSaysWhereANewVersionOfTheSubscriptionsIsFaulty() throws Exception {
        Path lines = Files.writeString(directory.resolve("subscriptions.jsonl"), "");
        Path file = Files.writeString(
                directory.resolve("many.yaml"),
                GatewayFixture.open(backend.port()) + "subscriptions-file: subscriptions.jsonl\n");
        Vertx vertx = Vertx.vertx();
        try {
            GatewayService service =
                    new GatewayService(vertx, new SimpleMeterRegistry(), file, "127.0.0.1", "127.0.0.1");
            GatewayHealth health = new GatewayHealth(service);
            assertThat(health.call().getData().orElseThrow()).doesNotContainKey("subscriptions-file");

            Files.writeString(lines, "{\"id\":\"somebody\"}\n");
            await().until(() -> health.call().getData().orElseThrow().containsKey("subscriptions-file"));
            assertThat(health.call().getStatus()).isEqualTo(Status.UP);
            assertThat(health.call()
                            .getData()
                            .orElseThrow()
                            .get("subscriptions-file")
                            .toString())
                    .endsWith("subscriptions.jsonl:1")
                    .doesNotContain("somebody");
            service.stop(new ShutdownDelayInitiatedEvent());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void anIdleGatewayStopsAtOnce() throws Exception {
        assertThat(gateway.exchange(get("/unknown")).ending()).isEqualTo(Ending.COMPLETE);

        assertThat(drain(Duration.ofSeconds(30)).join(Duration.ofSeconds(5))).isTrue();
    }
}

package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.Scenario.Door;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.httpproxy.HttpProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gateway beside a plain reverse proxy: through both, client and backend see the same, byte by byte, except where an {@link
 * IntendedDifference} says why not. A difference that is claimed and does not show is a failure, too.
 */
class RelayDifferentialTest {

    @TempDir
    static Path directory;

    private static ScriptedBackend backend;
    private static GatewayFixture gateway;
    private static Vertx vertx;
    private static HttpServer plain;

    @BeforeAll
    static void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b, subscription-required: false } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/s/mcp" }] } }
                limits: { body: 32MiB }
                """
                        .formatted(backend.port()));
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        HttpProxy proxy = HttpProxy.reverseProxy(vertx.createHttpClient()).origin(backend.port(), "127.0.0.1");
        plain = vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0).setHandle100ContinueAutomatically(true))
                .requestHandler(proxy)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        gateway.close();
        backend.close();
    }

    static List<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void seesTheSameButWhereItIsMeant(Scenario scenario) throws Exception {
        Transcript byProxy = play(scenario, new Door(plain.actualPort(), true));
        Transcript byGateway = play(scenario, new Door(gateway.port(), false));

        Map<String, String> unexplained = new TreeMap<>();
        Set<IntendedDifference> seen = new ConcurrentSkipListSet<>();
        byProxy.differences(byGateway).forEach((facet, values) -> {
            if (IntendedDifference.EVERYWHERE.explains(facet)) {
                return;
            }
            List<IntendedDifference> reasons = scenario.intended().stream()
                    .filter(difference -> difference.explains(facet))
                    .toList();
            seen.addAll(reasons);
            if (reasons.isEmpty()) {
                unexplained.put(facet, values);
            }
        });
        assertThat(unexplained).as("differences nobody has meant").isEmpty();
        assertThat(seen).as("differences that are meant").isEqualTo(scenario.intended());
    }

    private static Transcript play(Scenario scenario, Door door) throws Exception {
        Transcript notes = new Transcript();
        backend.forget();
        backend.script(talk -> scenario.backend().run(talk, notes));
        scenario.client().run(door, notes);
        await().until(() -> gateway.engine().calls().active() == 0);
        for (int i = 0; backend.unseen() > 0; i++) {
            notes.request("upstream" + i, backend.received());
        }
        return notes;
    }
}

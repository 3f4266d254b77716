package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a gateway with a {@code state-dir} still knows after {@code kill -9}. */
@ExtendWith(Fixtures.class)
class KilledGatewayIT {
    private static final int LIMIT = 1500;

    /** What a crash may forget: what was counted in the last second, and on a busy machine what waited for its turn. */
    private static final Duration FORGOTTEN = Duration.ofMillis(1500);

    /** So long the calls before the crash go on. */
    private static final Duration LOAD = Duration.ofMillis(2500);

    private static final String NAME = "killed";
    private static final String PATH = "/weather/mcp";

    private Path state;

    @BeforeEach
    void forgetEarlierRuns() throws IOException {
        state = Layout.LOGS.resolve(NAME + "-gateway/state");
        if (Files.exists(state)) {
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Gateway start(Pair pair) {
        return Gateway.startReady(
                NAME,
                Map.of(
                        "gateway.yaml",
                        """
                        servers:
                          weather: { backend: weather, policy: quota.xml }
                        backends:
                          weather:
                            instances: [{ url: "%s" }]
                            credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                        products:
                          everything: { servers: [weather] }
                        subscriptions:
                          e2e: { product: everything, primary-key: { file: key } }
                        named-values:
                          weather-api-key: { secret: true, file: weather-api-key }
                        state-dir: state
                        limits: { last-used-interval: 100ms }
                        """
                                .formatted(pair.weather()),
                        "quota.xml",
                        """
                        <policies><inbound><base/>
                          <quota-by-key calls="%d" renewal-period="31536000" counter-key="@(context.Subscription.Id)"/>
                        </inbound></policies>
                        """
                                .formatted(LIMIT),
                        "key",
                        pair.key,
                        "weather-api-key",
                        pair.weatherKey));
    }

    @Test
    void aQuotaGoesOnWhereItWasAndKeysAreKnownToHaveBeenUsed(Pair pair) throws Exception {
        List<Instant> passed;
        Instant killed;
        String firstUsed;
        String lastUsed;
        try (Gateway gateway = start(pair)) {
            URI url = gateway.url(PATH);
            Caller caller = new Caller(url, pair.key);
            firstUsed = lastUsed(gateway);
            passed = new ArrayList<>();
            Instant end = Instant.now().plus(LOAD);
            while (Instant.now().isBefore(end) && passed.size() < LIMIT - 100) {
                assertThat(caller.call(url, "load").status()).isEqualTo(200);
                passed.add(Instant.now());
            }
            await("the key's last use to be written").until(() -> size(state.resolve("last-used")) > 0);
            lastUsed = lastUsed(gateway);
            gateway.kill();
            killed = Instant.now();
        }
        assertThat(firstUsed).isNotEmpty();
        Instant safe = killed.minus(FORGOTTEN);
        assertThat(passed).as("calls that must not be forgotten").anyMatch(call -> call.isBefore(safe));

        try (Gateway gateway = start(pair)) {
            assertThat(lastUsed(gateway)).isBetween(firstUsed, lastUsed);
            long rest = useUp(gateway.url(PATH), pair);

            long forgotten = passed.size() + rest - LIMIT;
            assertThat(forgotten)
                    .as("%d before, %d after", passed.size(), rest)
                    .isBetween(
                            0L,
                            passed.stream().filter(call -> call.isAfter(safe)).count());
        }
    }

    /** Calls from several callers until all are refused; how many passed. */
    private static long useUp(URI url, Pair pair) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> callers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Caller caller = new Caller(url, pair.key);
                callers.add(threads.submit(() -> caller.callsUntil(403, LIMIT + 1, call -> url, "rest")));
            }
            long passed = 0;
            for (Future<Integer> caller : callers) {
                passed += caller.get();
            }
            return passed;
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** When the key was used last, by the management port; empty where that is not known. */
    private static String lastUsed(Gateway gateway) throws Exception {
        JsonNode answer = Json.read(
                Http.get(gateway.management("/subscriptions?id=e2e"), null).body());
        return answer.path("subscriptions")
                .path(0)
                .path("keys")
                .path(0)
                .path("lastUsed")
                .asText();
    }
}

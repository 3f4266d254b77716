package dev.securemcp.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three gateway processes with one Redis, before the weather server of a {@link Pair}, and a balancer before them. */
final class Fleet implements AutoCloseable {
    static final int SIZE = 3;

    /** Calls of tools that each caller of a limited server has. */
    static final int LIMIT = 30;

    /** How long a gateway waits for Redis; more than its default, so that a busy machine does not look like a slow Redis. */
    static final Duration REDIS_TIME = Duration.ofSeconds(2);

    /** The header that says whose counter it is: the tests do not meet in one. */
    static final String WHO = "X-Who";

    /**
     * The servers with a limit: what counts, and what happens while Redis is down. A rate's period slides and outlasts a test; a
     * quota's lies in the calendar, and only one without end has no end within a test.
     */
    enum Limited {
        RATE_LOCAL("rate-limit-by-key", 300, "local", 429),
        RATE_DENY("rate-limit-by-key", 300, "deny", 429),
        QUOTA_LOCAL("quota-by-key", 0, "local", 403),
        QUOTA_DENY("quota-by-key", 0, "deny", 403);

        private final String element;
        private final int period;
        final String onFailure;

        /** The status of a call too many. */
        final int refusal;

        Limited(String element, int period, String onFailure, int refusal) {
            this.element = element;
            this.period = period;
            this.onFailure = onFailure;
            this.refusal = refusal;
        }

        String path() {
            return "/" + server() + "/mcp";
        }

        private String server() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        private String policy() {
            return """
                    <policies><inbound><base/><choose>
                      <when condition="@(context.Mcp.Method == &quot;tools/call&quot;)">
                        <%s calls="%d" renewal-period="%d" on-failure="%s"
                            counter-key="@(&quot;%s &quot; + context.Request.Headers.GetValueOrDefault(&quot;%s&quot;, &quot;nobody&quot;))"/>
                      </when>
                    </choose></inbound></policies>
                    """
                    .formatted(element, LIMIT, period, onFailure, server(), WHO);
        }
    }

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<Gateway> gateways = new ArrayList<>();
    private final Pair pair;
    final Redis redis;
    final Balancer balancer;

    private Fleet(Pair pair) throws IOException {
        this.pair = pair;
        try {
            redis = started(Redis.start());
            for (int i = 0; i < SIZE; i++) {
                gateways.add(started(Gateway.start(name(i), files())));
            }
            gateways.forEach(Gateway::awaitReady);
            balancer =
                    started(new Balancer(gateways.stream().map(Gateway::address).toList()));
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    static Fleet start(Pair pair) {
        try {
            return new Fleet(pair);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(int gateway) {
        return "fleet-" + gateway;
    }

    private Map<String, String> files() {
        StringBuilder servers = new StringBuilder();
        Map<String, String> files = new HashMap<>();
        for (Limited limited : Limited.values()) {
            servers.append("  %1$s: { backend: weather, policy: %1$s.xml }\n".formatted(limited.server()));
            files.put(limited.server() + ".xml", limited.policy());
        }
        String names = String.join(
                ", ", Stream.of(Limited.values()).map(Limited::server).toList());
        files.put(
                "gateway.yaml",
                """
                servers:
                  weather-tools: { backend: weather }
                %sbackends:
                  weather:
                    instances: [{ url: %s }]
                    credential: { header: X-API-Key, value: "{{weather-api-key}}" }
                products:
                  everything: { servers: [weather-tools, %s] }
                subscriptions:
                  e2e: { product: everything, primary-key: { file: key } }
                named-values:
                  weather-api-key: { secret: true, file: weather-api-key }
                redis: { url: "%s", encryption-key: "%s" }
                limits: { redis-time: %ds }
                """
                        .formatted(
                                servers,
                                pair.weather(),
                                names,
                                redis.url(),
                                "0123456789abcdef".repeat(2),
                                REDIS_TIME.toSeconds()));
        files.put("key", pair.key);
        files.put("weather-api-key", pair.weatherKey);
        return files;
    }

    List<URI> gateways() {
        return gateways.stream().map(Gateway::address).toList();
    }

    /** The address of a server at one of the gateways; they are counted round. */
    URI url(int gateway, String path) {
        return gateways.get(Math.floorMod(gateway, SIZE)).url(path);
    }

    /** What the metric of each gateway says: whether Redis is up. */
    List<Boolean> up() {
        return gateways.stream()
                .map(gateway -> metric(gateway, "proxy_redis_up") == 1)
                .toList();
    }

    /** Waits until every gateway's metric says so. */
    void awaitUp(boolean up, Duration atMost) {
        await("proxy_redis_up to be " + up + " everywhere")
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(this::up, all -> all.stream().allMatch(one -> one == up));
    }

    private static double metric(Gateway gateway, String name) {
        try {
            return Http.get(gateway.management("/q/metrics"), null)
                    .body()
                    .lines()
                    .filter(line -> line.matches(name + "[ {].*"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The lines about Redis in each gateway's log. */
    List<List<String>> redisLines() {
        return IntStream.range(0, SIZE)
                .mapToObj(gateway -> lines(Layout.LOGS.resolve(name(gateway) + "-secure-proxy.log")))
                .toList();
    }

    private static List<String> lines(Path log) {
        try {
            return Files.readAllLines(log).stream()
                    .filter(line -> line.matches(".*\\bRedis is (down|back)\\b.*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends AutoCloseable> T started(T program) {
        started.push(program);
        return program;
    }

    @Override
    public void close() {
        started.forEach(Closing::quietly);
    }
}

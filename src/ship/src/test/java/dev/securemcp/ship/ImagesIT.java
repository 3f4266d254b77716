package dev.securemcp.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Both programs, started from the folders that the Dockerfile's steps make, with what the cluster gives them: configuration, secrets,
 * environment, memory. The native executables where {@code -De2e.programs=native}, else the JVM's images.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImagesIT {

    private static final String SUFFIX =
            System.getProperty("e2e.programs", "jvm").equals("native") ? "" : "-jvm";
    private static final Path WORK =
            Path.of(System.getProperty("ship.work", "target")).toAbsolutePath();

    private final Dockerfile dockerfile = Dockerfile.read();
    private final Rendered cluster = Rendered.of(Kustomize.LOCAL);
    private final Map<String, Integer> ports = new HashMap<>();
    private HttpClient http;
    private Container weather;
    private Container gateway;

    @BeforeAll
    void start() throws IOException {
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        for (String port : List.of("weather", "http", "management")) {
            ports.put(port, freePort());
        }
        weather = container(
                "weather-mcp",
                Map.of(),
                Map.of(
                        "WEATHER_PORT",
                        "" + ports.get("weather"),
                        "WEATHER_PROVIDER",
                        "sample",
                        "WEATHER_SAMPLE_DELAY",
                        "700ms",
                        "WEATHER_API_KEY",
                        GatewayConfigTest.key("weather-api-key")));

        Path laid = Files.createDirectories(WORK.resolve("cluster"));
        GatewayConfigTest.lay(cluster, laid);
        Path config = laid.resolve("config/gateway.yaml");
        String backend = "weather-mcp:" + Repository.weatherPort();
        assertThat(Repository.text(config)).contains(backend);
        // Ports that are free on this machine, and no cluster's name service.
        Files.writeString(config, Repository.text(config).replace(backend, "127.0.0.1:" + ports.get("weather")));
        Map<String, String> settings = GatewayConfigTest.environment(cluster);
        settings.put("PUBLIC_URL", "http://localhost:" + ports.get("http"));
        settings.put("PROXY_PORT", "" + ports.get("http"));
        settings.put("MANAGEMENT_PORT", "" + ports.get("management"));
        if (!Container.isolates()) {
            settings.put("SECRETS", laid.resolve("secrets").toString());
        }
        gateway = container(
                "secure-proxy",
                Map.of(
                        "/etc/secure-proxy",
                        laid.resolve("config"),
                        "/run/secrets/secure-proxy",
                        laid.resolve("secrets")),
                settings);
        for (String program : List.of("weather-mcp", "secure-proxy")) {
            String path = path(program, "startupProbe");
            await(program + " to start")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .failFast(() -> assertThat(of(program).isAlive())
                            .as(of(program).log())
                            .isTrue())
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> get(program, path) == 200);
        }
    }

    @AfterAll
    void stop() {
        for (Container container : new Container[] {gateway, weather}) {
            if (container != null) {
                container.close();
            }
        }
        http.close();
    }

    @Test
    @Order(1)
    void every_probe_of_the_cluster_is_answered_with_200() throws Exception {
        for (String program : List.of("weather-mcp", "secure-proxy")) {
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(get(program, path(program, probe)))
                        .as(program + " " + probe)
                        .isEqualTo(200);
            }
        }
        JsonNode endpoint = Rendered.of(Kustomize.EVERYTHING)
                .one("ServiceMonitor", "secure-proxy")
                .at("/spec/endpoints/0");
        assertThat(get("secure-proxy", endpoint.at("/path").asText())).isEqualTo(200);
    }

    @Test
    @Order(2)
    void the_images_own_health_checks_say_healthy() throws Exception {
        assertThat(weather.health()).as("weather-mcp").isZero();
        assertThat(gateway.health()).as("secure-proxy").isZero();
    }

    @Test
    @Order(3)
    void a_client_of_the_gateway_gets_the_weather() throws Exception {
        assertThat(call(INITIALIZE, null).statusCode()).isEqualTo(200);
    }

    @Test
    @Order(4)
    void the_programs_have_the_images_user_and_cannot_write() {
        if (!Container.isolates()) {
            return;
        }
        for (Container container : List.of(weather, gateway)) {
            assertThat(container.status("Uid").split("\\s+")).containsOnly("65532");
            assertThat(container.status("Groups").split("\\s+")).doesNotContain("0");
            assertThat(container.status("CapEff")).isEqualTo("0000000000000000");
            assertThat(container.status("NSpid")).as("process 1 of its own").endsWith("\t1");
            List<String> writable = Repository.text(Path.of("/proc/" + container.pid() + "/mountinfo"))
                    .lines()
                    .map(line -> line.split(" "))
                    .filter(mount -> mount[5].startsWith("rw"))
                    .map(mount -> mount[4])
                    .filter(mount -> !mount.matches("/proc|/dev/(null|random|urandom)"))
                    .toList();
            assertThat(writable).isEmpty();
        }
    }

    @Test
    @Order(5)
    void they_fit_the_memory_that_the_cluster_asks_for() {
        if (!Files.exists(Path.of("/proc/self/status"))) {
            return;
        }
        for (String program : List.of("weather-mcp", "secure-proxy")) {
            long resident = Long.parseLong(of(program).status("VmRSS").replace(" kB", "")) * 1024;
            System.out.println(
                    "images: " + program + SUFFIX + " has " + resident / 1_000_000 + " MB resident after a call");
            BigDecimal request = PodPolicyTest.amount(container(program).at("/resources/requests/memory"));
            assertThat(BigDecimal.valueOf(resident)).as(program).isLessThan(request);
        }
    }

    @Test
    @Order(6)
    void on_sigterm_a_running_call_ends_well_and_the_process_is_gone() throws Exception {
        String session =
                call(INITIALIZE, null).headers().firstValue("Mcp-Session-Id").orElseThrow();
        HttpResponse<InputStream> running = call(COMPARE, session);
        assertThat(running.statusCode()).isEqualTo(200);
        assertThat(running.body().read()).as("the answer has begun").isPositive();
        gateway.terminate();
        assertThat(new String(running.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("\"result\"", "Nairobi");
        assertThat(gateway.await(20)).isEqualTo(143);
        weather.terminate();
        assertThat(weather.await(15)).isEqualTo(143);
    }

    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",
             "capabilities":{},"clientInfo":{"name":"ship","version":"1"}}}""";
    private static final String COMPARE =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"compare_weather",
             "arguments":{"locations":["Seattle","Oslo","Nairobi"]},"_meta":{"progressToken":"p"}}}""";

    private HttpResponse<InputStream> call(String body, String session) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + ports.get("http") + "/weather-tools/mcp"))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json")
                .header("Ocp-Apim-Subscription-Key", GatewayConfigTest.key("demo-key"))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (session != null) {
            request.header("Mcp-Session-Id", session);
        }
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    private Container container(String program, Map<String, Path> mounts, Map<String, String> settings)
            throws IOException {
        String target = program + SUFFIX;
        ImageFolder folder = ImageFolder.lay(dockerfile, target, WORK.resolve("image-" + target));
        // What the engine would tell the JVM through its control group.
        long memory = PodPolicyTest.amount(container(program).at("/resources/limits/memory"))
                .longValueExact();
        List<String> options = SUFFIX.isEmpty() ? List.of() : List.of("-XX:MaxRAM=" + memory);
        return new Container(dockerfile, folder, mounts, settings, options);
    }

    private JsonNode container(String program) {
        return Rendered.containers(cluster.one("Deployment", program)).getFirst();
    }

    private Container of(String program) {
        return program.equals("weather-mcp") ? weather : gateway;
    }

    private String path(String program, String probe) {
        return container(program).at("/" + probe + "/httpGet/path").asText();
    }

    /** Probes of both programs: weather-mcp has one port, the gateway one of its own for this. */
    private int get(String program, String path) throws IOException, InterruptedException {
        int port = ports.get(program.equals("weather-mcp") ? "weather" : "management");
        return http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .timeout(Duration.ofSeconds(5))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

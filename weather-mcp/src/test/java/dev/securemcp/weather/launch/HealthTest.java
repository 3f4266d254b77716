package dev.securemcp.weather.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthTest {

    private final Map<String, String> environment = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AtomicReference<String> asked = new AtomicReference<>();
    private HttpServer server;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        environment.put("WEATHER_PORT", Integer.toString(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aReadyServerIsExit0() {
        assertThat(ask()).isZero();
        assertThat(said()).isEqualTo("ready");
        assertThat(asked).hasValue("GET /q/health/ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0", ""})
    void aServerThatListensEverywhereIsAskedOnLoopback(String host) {
        environment.put("WEATHER_HOST", host);
        assertThat(ask()).isZero();
    }

    @Test
    void aServerThatIsNotReadyIsExit1WithItsStatus() {
        status = 503;
        assertThat(ask()).isEqualTo(1);
        assertThat(said()).contains("not ready", "503");
    }

    @Test
    void noServerIsExit1() {
        server.stop(0);
        assertThat(ask()).isEqualTo(1);
        assertThat(said()).contains("is weather-mcp running?");
    }

    @Test
    void aServerThatDoesNotAnswerIsExit1() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("WEATHER_PORT", Integer.toString(silent.getLocalPort()));
            assertThat(ask()).isEqualTo(1);
            assertThat(said()).contains("within 3 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "70000", "-5"})
    void aPortThatIsNoneIsExit1(String port) {
        environment.put("WEATHER_PORT", port);
        assertThat(ask()).isEqualTo(1);
        assertThat(said()).startsWith("weather-mcp: ");
    }

    private int ask() {
        return new Health(environment::get, new PrintStream(out, true, StandardCharsets.UTF_8)).ask();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}

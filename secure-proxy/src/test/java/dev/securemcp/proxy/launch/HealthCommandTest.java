package dev.securemcp.proxy.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthCommandTest {

    private final Command command = new Command();
    private final AtomicReference<String> asked = new AtomicReference<>();
    private HttpServer management;
    private volatile int status = 200;

    @BeforeEach
    void start() throws IOException {
        management = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        management.createContext("/", exchange -> {
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        management.start();
        command.environment.put(
                "MANAGEMENT_PORT", Integer.toString(management.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        management.stop(0);
    }

    @Test
    void a_ready_gateway_is_exit_0() {
        assertThat(command.run("health")).isZero();
        assertThat(command.out().strip()).isEqualTo("ready");
        assertThat(asked).hasValue("GET /q/health/ready");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0.0.0.0", ""})
    void a_gateway_that_listens_everywhere_is_asked_on_loopback(String host) {
        command.environment.put("MANAGEMENT_HOST", host);
        assertThat(command.run("health")).isZero();
    }

    @Test
    void a_gateway_that_is_not_ready_is_exit_1_with_its_status() {
        status = 503;
        assertThat(command.run("health")).isEqualTo(1);
        assertThat(command.err()).contains("not ready").contains("503");
    }

    @Test
    void no_gateway_is_exit_1() throws IOException {
        management.stop(0);
        assertThat(command.run("health")).isEqualTo(1);
        assertThat(command.err()).contains("is secure-proxy running?");
    }

    @Test
    void a_gateway_that_does_not_answer_is_exit_1() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            command.environment.put("MANAGEMENT_PORT", Integer.toString(silent.getLocalPort()));
            assertThat(command.run("health", "--timeout", "1")).isEqualTo(1);
            assertThat(command.err()).contains("within 1 s");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "70000", "http", "-1"})
    void a_port_that_is_none_is_exit_2(String port) {
        command.environment.put("MANAGEMENT_PORT", port);
        assertThat(command.run("health")).isEqualTo(2);
        assertThat(command.err()).contains("MANAGEMENT_PORT");
    }
}

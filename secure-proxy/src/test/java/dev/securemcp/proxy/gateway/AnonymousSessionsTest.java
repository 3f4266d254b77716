package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.initialize;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers that show nothing share one principal, but none can use up the sessions of the others, nor all of them those of callers with a key. */
class AnonymousSessionsTest {

    private static final String ONE = "X-Forwarded-For: 192.0.2.1\r\n";
    private static final String OTHER = "X-Forwarded-For: 192.0.2.2\r\n";

    private static final String KEY = "Ocp-Apim-Subscription-Key: mine-0123456789abcdef0123456789abcdef\r\n";

    @TempDir
    Path directory;

    private final AtomicInteger opened = new AtomicInteger();
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {
            talk.request();
            talk.send(Mcp.ok(Mcp.RESULT, "Mcp-Session-Id: s" + opened.incrementAndGet() + "\r\n"));
        });
        gateway = limitedTo("{ sessions-per-caller: 8 }");
    }

    private GatewayFixture limitedTo(String limits) throws Exception {
        return GatewayFixture.before(
                backend,
                directory,
                "trusted-proxies: [127.0.0.0/8]",
                "keys: { mine: { value: mine-0123456789abcdef0123456789abcdef } }",
                "limits: " + limits);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private WireMessage opens(String from) throws Exception {
        return gateway.exchange(post("/s/mcp", initialize(), from));
    }

    private void opensEight(String from) throws Exception {
        for (int i = 0; i < 8; i++) {
            assertThat(opens(from).status()).isEqualTo(200);
        }
    }

    @Test
    void one_address_uses_up_its_own_sessions_and_nobody_elses() throws Exception {
        opensEight(ONE);

        assertThat(opens(ONE).text()).contains("\"reason\":\"SessionLimitExceeded\"");
        assertThat(opens(OTHER).status()).isEqualTo(200);
    }

    @Test
    void a_client_whose_address_changes_keeps_its_session() throws Exception {
        String session = "Mcp-Session-Id: " + opens(ONE).header("Mcp-Session-Id") + "\r\n";

        assertThat(gateway.exchange(post("/s/mcp", call("1", "t"), session, OTHER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_session_that_is_ended_from_another_address_gives_back_the_place_of_its_own() throws Exception {
        opensEight(ONE);
        String delete = "DELETE /s/mcp HTTP/1.1\r\n" + Mcp.HOST + OTHER + "Mcp-Session-Id: s1\r\n\r\n";

        assertThat(gateway.exchange(delete).status()).isEqualTo(200);

        assertThat(opens(ONE).status()).isEqualTo(200);
        opensEight(OTHER);
        assertThat(opens(OTHER).status()).isEqualTo(429);
    }

    private static String from(String address) {
        return "X-Forwarded-For: " + address + "\r\n";
    }

    @Test
    void addresses_of_one_network_are_counted_together() throws Exception {
        opensEight(from("2001:db8::1"));

        assertThat(opens(from("2001:db8::2")).text()).contains("\"reason\":\"SessionLimitExceeded\"");
        assertThat(opens(from("2001:db8::3")).status()).isEqualTo(429);
        assertThat(opens(from("2001:db8:0:1::1")).status()).isEqualTo(200);
    }

    @Test
    void many_networks_take_no_place_of_a_caller_with_a_key() throws Exception {
        gateway.close();
        gateway = limitedTo("{ sessions: 16, sessions-per-caller: 8 }");
        String session = "Mcp-Session-Id: "
                + gateway.exchange(post("/s/mcp", initialize(), KEY)).header("Mcp-Session-Id") + "\r\n";
        for (int network = 1; network <= 40; network++) {
            opensEight(from("2001:db8:0:" + network + "::1"));
        }

        assertThat(gateway.exchange(post("/s/mcp", call("1", "t"), session, KEY))
                        .status())
                .isEqualTo(200);
    }
}

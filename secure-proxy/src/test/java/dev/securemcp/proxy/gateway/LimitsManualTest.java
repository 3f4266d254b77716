package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manual's page on limits says what a gateway does. */
class LimitsManualTest {

    private static final String KEY = "Ocp-Apim-Subscription-Key: laptops-key-0123456789abcdef0123456789\r\n";

    @TempDir
    Path directory;

    private final MovedClock clock = new MovedClock(Instant.parse("2026-07-28T10:00:00Z"));

    private static String page() throws IOException {
        return Files.readString(Path.of("../src/docs/limits.md"));
    }

    /** The first block of a language. */
    private static String block(String language) throws IOException {
        return Pattern.compile("(?s)```" + language + "\\n(.*?)```")
                .matcher(page())
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private GatewayFixture gateway(ScriptedBackend backend, String policy, String limits) throws Exception {
        Files.writeString(directory.resolve("limits.xml"), policy);
        return GatewayFixture.start(
                directory,
                """
                limits: { %s }
                servers: { s: { backend: b, policy: limits.xml } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions: { laptop: { product: p, primary-key: { value: laptops-key-0123456789abcdef0123456789 } } }
                """
                        .formatted(limits, backend.port()),
                true,
                clock);
    }

    private static WireMessage send(GatewayFixture gateway, String tool) throws IOException {
        return gateway.exchange(post("/s/mcp", call("1", tool), KEY));
    }

    @Test
    void the_document_limits_by_tool_by_session_and_by_address() throws Exception {
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway = gateway(backend, block("xml"), "")) {
            for (int i = 0; i < 5; i++) {
                assertThat(send(gateway, "a").status()).isEqualTo(200);
            }
            assertThat(send(gateway, "a").status()).isEqualTo(429);
            // The session's limit of 100 is the next: what was refused before it did not count there.
            for (int i = 0; i < 95; i++) {
                assertThat(send(gateway, "t" + i / 5).status()).isEqualTo(200);
            }
            assertThat(send(gateway, "another").status()).isEqualTo(429);
            // The address has counted every one of them.
            int calls = 5 + 1 + 95 + 1;
            for (int i = calls; i < 300; i++) {
                send(gateway, "x" + i);
            }
            clock.pass(59);
            assertThat(send(gateway, "new").header("Retry-After")).isEqualTo("1");
            clock.pass(1);
            assertThat(send(gateway, "new").status()).isEqualTo(200);
        }
    }

    @Test
    void the_fields_look_like_that() throws Exception {
        String policy =
                "<policies><inbound><base/><rate-limit-by-key id='burst' calls='5' renewal-period='60' counter-key='k'/>"
                        + "</inbound></policies>";
        try (ScriptedBackend backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
                GatewayFixture gateway = gateway(backend, policy, "rate-limit-fields: true")) {
            for (int i = 0; i < 5; i++) {
                send(gateway, "t");
            }
            clock.pass(48);

            WireMessage refused = send(gateway, "t");

            List<String> fields = List.of(
                    "RateLimit-Policy: " + refused.header("RateLimit-Policy"),
                    "RateLimit: " + refused.header("RateLimit"));
            assertThat(block("").lines().toList()).isEqualTo(fields);
        }
    }

    @Test
    void the_settings_of_the_guard_have_these_defaults() throws Exception {
        Map<String, Limit> limits =
                Arrays.stream(Limit.values()).collect(Collectors.toMap(Limit::key, Function.identity()));
        Map<String, Long> told = Pattern.compile("(?m)^\\| `(guard-[a-z-]+)` \\| (\\d+) \\|")
                .matcher(page())
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> Long.valueOf(row.group(2))));

        assertThat(told).hasSize(4);
        told.forEach(
                (key, value) -> assertThat(limits.get(key).byDefault()).as(key).isEqualTo(value));
    }
}

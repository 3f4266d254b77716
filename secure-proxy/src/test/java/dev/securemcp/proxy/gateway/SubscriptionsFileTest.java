package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.get;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.config.Sha256;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.LastUses;
import dev.securemcp.proxy.identity.SubscriptionReport;
import dev.securemcp.proxy.identity.SubscriptionReport.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of subscriptions is in force as soon as it has changed, and a faulty version never is. */
class SubscriptionsFileTest {

    private static final String A = "key-of-subscription-a";
    private static final String B = "key-of-subscription-b";
    private static final String OWN = "key-of-the-configuration";

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-01T12:00:00Z"));
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {
            if (talk.request().head().startLine().startsWith("GET")) {
                talk.openStream("").chunk("data: 1\n\n").wire().drain();
            } else {
                talk.send(Mcp.ok(Mcp.RESULT));
            }
        });
        write(line("a", A, ""));
        gateway = open();
    }

    private GatewayFixture open() throws Exception {
        return GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions: { own: { product: p, primary-key: { value: %s } } }
                subscriptions-file: subscriptions.jsonl
                state-dir: state
                limits: { last-used-interval: 100ms }
                """
                        .formatted(backend.port(), OWN),
                true,
                now::get);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private static String line(String id, String key, String more) {
        return "{\"id\":\"%s\",\"product\":\"p\",\"primary-key\":{\"sha256\":\"%s\"}%s}\n"
                .formatted(id, Sha256.of(key).hex(), more);
    }

    private void write(String... lines) throws IOException {
        Path fresh = Files.writeString(directory.resolve("fresh"), String.join("", lines));
        Files.move(fresh, directory.resolve("subscriptions.jsonl"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String key(String key) {
        return "Ocp-Apim-Subscription-Key: " + key + "\r\n";
    }

    private int status(String key) throws IOException {
        return gateway.exchange(post("/s/mcp", call("1", "t"), key(key))).status();
    }

    private void awaitStatus(String key, int status) {
        await().until(() -> status(key) == status);
    }

    private double metric(String name) {
        return gateway.metrics().get(name).gauge().value();
    }

    @Test
    void a_key_that_is_added_works_and_one_that_is_taken_out_does_not() throws Exception {
        assertThat(status(A)).isEqualTo(200);
        assertThat(status(B)).isEqualTo(401);
        assertThat(metric("proxy.subscriptions")).isEqualTo(1);

        write(line("b", B, ""));

        awaitStatus(B, 200);
        assertThat(status(A)).isEqualTo(401);
        assertThat(status(OWN)).isEqualTo(200);
    }

    @Test
    void the_stream_of_a_caller_who_is_suspended_ends_and_that_of_another_goes_on() throws Exception {
        write(line("a", A, ""), line("b", B, ""));
        awaitStatus(B, 200);
        try (Wire ending = gateway.connect();
                Wire staying = gateway.connect()) {
            BodyStream ends = ending.body(ending.send(get("/s/mcp", key(A))).responseHead());
            BodyStream stays = staying.body(staying.send(get("/s/mcp", key(B))).responseHead());
            ends.expect("data: 1\n\n");
            stays.expect("data: 1\n\n");

            write(line("a", A, ",\"state\":\"suspended\""), line("b", B, ""));

            ends.expectEnd();
            gateway.awaitAccess("\"subscription\":\"a\"");
            assertThat(gateway.engine().calls().streams()).isEqualTo(1);
            assertThat(status(A)).isEqualTo(401);
        }
    }

    @Test
    void the_stream_of_a_key_that_is_replaced_ends_while_its_twin_goes_on() throws Exception {
        String twin = ",\"secondary-key\":{\"sha256\":\"" + Sha256.of(B).hex() + "\"}";
        write(line("a", A, twin));
        awaitStatus(B, 200);
        try (Wire ending = gateway.connect();
                Wire staying = gateway.connect()) {
            BodyStream ends = ending.body(ending.send(get("/s/mcp", key(A))).responseHead());
            BodyStream stays = staying.body(staying.send(get("/s/mcp", key(B))).responseHead());
            ends.expect("data: 1\n\n");
            stays.expect("data: 1\n\n");

            write(line("a", "the-new-primary-key", twin));

            ends.expectEnd();
            awaitStatus("the-new-primary-key", 200);
            assertThat(status(B)).isEqualTo(200);
            assertThat(gateway.engine().calls().streams()).isEqualTo(1);
        }
    }

    @Test
    void a_faulty_version_changes_nothing_and_the_next_sound_one_is_taken() throws Exception {
        write(line("b", B, ""), line("own", "another-key-altogether", ""));
        await().until(() -> metric("proxy.subscriptions.faulty") == 1);

        assertThat(status(A)).isEqualTo(200);
        assertThat(status(B)).isEqualTo(401);
        assertThat(gateway.compiled().gateway().subscriptions().orElseThrow().fault())
                .endsWith("subscriptions.jsonl:2");
        assertThat(gateway.metrics()
                        .get("proxy.subscriptions.versions")
                        .tag("outcome", "refused")
                        .counter()
                        .count())
                .as("said once")
                .isEqualTo(1);

        write(line("b", B, ""));
        awaitStatus(B, 200);
        assertThat(metric("proxy.subscriptions.faulty")).isZero();
    }

    @Test
    void a_file_that_goes_away_leaves_what_was_in_it_in_force() throws Exception {
        Files.delete(directory.resolve("subscriptions.jsonl"));
        await().until(() -> metric("proxy.subscriptions.faulty") == 1);

        assertThat(status(A)).isEqualTo(200);
    }

    @Test
    void a_file_that_is_written_where_it_lies_is_taken_too() throws Exception {
        Files.writeString(directory.resolve("subscriptions.jsonl"), line("b", B, ""));

        awaitStatus(B, 200);
    }

    private Optional<String> lastUsed(String id) throws IOException {
        return lastUsed(gateway.compiled().gateway().keys().keys(), id);
    }

    private static Optional<String> lastUsed(KeyRing keys, String id) throws IOException {
        Query query = new Query(Optional.of(id), 0, 10, Optional.empty());
        JsonNode page = new ObjectMapper().readTree(SubscriptionReport.page(keys, query));
        return Optional.ofNullable(page.at("/subscriptions/0/keys/0/lastUsed").textValue());
    }

    @Test
    void when_a_key_was_used_last_is_known_after_a_change_of_the_file_and_after_a_restart() throws Exception {
        assertThat(lastUsed("a")).isEmpty();
        status(A);
        status(OWN);
        assertThat(lastUsed("a")).contains("2026-11-01T12:00:00Z");

        write(line("x", "a-key-before-the-others", ""), line("a", A, ""), line("b", B, ""));
        now.set(Instant.parse("2026-11-02T12:00:00Z"));
        awaitStatus(B, 200);
        assertThat(lastUsed("a")).contains("2026-11-01T12:00:00Z");

        gateway.close();
        gateway = open();
        assertThat(List.of(lastUsed("a"), lastUsed("b"), lastUsed("own"), lastUsed("x")))
                .containsExactly(
                        Optional.of("2026-11-01T12:00:00Z"),
                        Optional.of("2026-11-02T12:00:00Z"),
                        Optional.of("2026-11-01T12:00:00Z"),
                        Optional.empty());
    }

    @Test
    void a_refused_call_is_no_use_of_a_key() throws Exception {
        write(line("b", B, ",\"state\":\"suspended\""));
        await().until(() -> gateway.compiled().gateway().keys().keys().find(B).isPresent());

        assertThat(status(B)).isEqualTo(401);
        assertThat(lastUsed("b")).isEmpty();
    }

    @Test
    void last_uses_are_on_the_disk_before_the_gateway_stops() throws Exception {
        status(OWN);

        // As after a kill: nobody has written for the last time.
        await().untilAsserted(() -> {
            KeyRing later = KeyRing.of(gateway.compiled().configuration());
            assertThat(new LastUses(directory.resolve("state/last-used"), later).read())
                    .isTrue();
            assertThat(lastUsed(later, "own")).contains("2026-11-01T12:00:00Z");
        });
    }

    @Test
    void a_second_gateway_does_not_get_the_same_directory_of_state() {
        assertThat(catchThrowable(this::open))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is in use by another gateway");
    }
}

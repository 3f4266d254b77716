package dev.securemcp.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.config.EventSinkConfig.HttpSink;
import dev.securemcp.proxy.config.Position;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.exchange.EventSinks.Event;
import dev.securemcp.proxy.net.HttpCalls;
import dev.securemcp.proxy.net.OutboundException;
import dev.securemcp.proxy.net.OutboundRequest;
import dev.securemcp.proxy.net.OutboundResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSinksTest {

    private static final Instant TIME = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private Path directory;

    private static Event event(String body) {
        return new Event(TIME, null, null, body);
    }

    /** A writer that waits until it is let go. */
    private static final class Gate implements EventWriter {
        private final CountDownLatch open = new CountDownLatch(1);
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void write(List<byte[]> written) throws InterruptedException {
            open.await();
            written.forEach(line -> lines.add(new String(line, StandardCharsets.UTF_8)));
        }

        @Override
        public void close() {
            lines.add("closed");
        }
    }

    @Test
    void an_event_is_one_line_of_json_whatever_is_in_it() {
        assertThat(new String(EventQueue.line(new Event(TIME, "1", "k", "a\n\"b\" ü \ud800")), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"time\":\"2026-03-04T05:06:07Z\",\"partitionId\":\"1\",\"partitionKey\":\"k\",\"body\":\"a\\n\\\"b\\\" ü ?\"}\n");
        assertThat(new String(EventQueue.line(event("x")), StandardCharsets.UTF_8))
                .isEqualTo("{\"time\":\"2026-03-04T05:06:07Z\",\"body\":\"x\"}\n");
    }

    @Test
    void events_are_added_to_the_file_in_their_order() throws IOException {
        Path file = Files.writeString(directory.resolve("audit.jsonl"), "before\n");
        try (EventQueue queue = new EventQueue("audit", new EventFile(file, 1 << 20), 1 << 20)) {
            for (int i = 0; i < 1_000; i++) {
                queue.add(event("e" + i));
            }
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(1_001).first().isEqualTo("before");
        for (int i = 0; i < 1_000; i++) {
            assertThat(lines.get(i + 1)).contains("\"body\":\"e" + i + "\"");
        }
    }

    @Test
    void what_is_too_much_is_dropped_and_counted_and_room_comes_back() {
        Gate gate = new Gate();
        EventQueue queue = new EventQueue("audit", gate, 10_000);
        String large = "x".repeat(1_000);
        for (int i = 0; i < 20; i++) {
            queue.add(event(large));
        }
        assertThat(queue.dropped()).isEqualTo(16);
        assertThat(queue.waiting()).isLessThanOrEqualTo(10_000);

        gate.open.countDown();
        await().until(() -> queue.written() == 4);
        await().until(() -> queue.waiting() == 0);
        queue.add(event(large));
        queue.close();

        assertThat(queue.written()).isEqualTo(5);
        assertThat(gate.lines).hasSize(6).last().isEqualTo("closed");
    }

    @Test
    void a_closed_sink_takes_nothing() {
        Gate gate = new Gate();
        gate.open.countDown();
        EventQueue queue = new EventQueue("audit", gate, 10_000);
        queue.close();
        queue.add(event("late"));

        assertThat(gate.lines).containsExactly("closed");
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void closing_does_not_wait_for_ever() {
        Gate gate = new Gate();
        EventQueue queue = new EventQueue("audit", gate, 10_000);
        queue.add(event("stuck"));

        queue.close(Duration.ofMillis(50));

        assertThat(queue.failed()).isEqualTo(1);
        assertThat(gate.lines).containsExactly("closed");
    }

    @Test
    void a_file_that_cannot_be_written_loses_its_events_and_recovers() throws IOException {
        Path missing = directory.resolve("later");
        try (EventQueue queue = new EventQueue("audit", new EventFile(missing.resolve("a.jsonl"), 1_000), 10_000)) {
            queue.add(event("lost"));
            await().until(() -> queue.failed() == 1);
            Files.createDirectory(missing);
            queue.add(event("kept"));
            await().until(() -> queue.written() == 1);
        }
        assertThat(Files.readString(missing.resolve("a.jsonl")))
                .contains("kept")
                .doesNotContain("lost");
    }

    @Test
    void a_full_file_is_put_aside_and_the_oldest_goes() throws IOException {
        Path file = directory.resolve("a.jsonl");
        EventFile events = new EventFile(file, 20);
        for (int i = 0; i < 9; i++) {
            events.write(List.of(("line number " + i + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        events.close();

        assertThat(Files.readString(file)).isEqualTo("line number 8\n");
        for (int i = 1; i <= EventFile.KEPT; i++) {
            assertThat(Files.readString(directory.resolve("a.jsonl." + i))).isEqualTo("line number " + (8 - i) + "\n");
        }
        assertThat(directory.resolve("a.jsonl." + (EventFile.KEPT + 1))).doesNotExist();
    }

    /** A server that gives one answer after the other; a status below zero is no connection. */
    private static final class Server implements HttpCalls {
        private final ConcurrentLinkedQueue<OutboundRequest> requests = new ConcurrentLinkedQueue<>();
        private final int[] statuses;

        Server(int... statuses) {
            this.statuses = statuses;
        }

        @Override
        public Future<OutboundResponse> send(OutboundRequest request) {
            int status = statuses[Math.min(requests.size(), statuses.length - 1)];
            requests.add(request);
            return status < 0
                    ? Future.failedFuture(new OutboundException(OutboundException.Kind.CONNECTION, "away"))
                    : Future.succeededFuture(new OutboundResponse(status, "", HttpHeaders.headers(), new byte[0]));
        }
    }

    private static EventQueue posting(Vertx vertx, Server server) {
        HttpSink sink = new HttpSink(
                "collector",
                URI.create("https://collector.example/in"),
                Map.of("Authorization", Secret.of("Bearer t")),
                Position.of("gateway.yaml"));
        return new EventQueue(
                "collector",
                new EventPost(vertx.getOrCreateContext(), server, sink, List.of(Duration.ZERO, Duration.ZERO)),
                100_000);
    }

    private static EventQueue post(Server server, int events) {
        Vertx vertx = Vertx.vertx();
        try {
            EventQueue queue = posting(vertx, server);
            for (int i = 0; i < events; i++) {
                queue.add(event("e" + i));
            }
            queue.close();
            return queue;
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void events_are_posted_as_lines_with_the_configured_fields() {
        Server server = new Server(202);

        EventQueue queue = post(server, 3);

        assertThat(queue.written()).isEqualTo(3);
        StringBuilder posted = new StringBuilder();
        for (OutboundRequest request : server.requests) {
            assertThat(request.url()).hasToString("https://collector.example/in");
            assertThat(request.headers().get("Authorization")).isEqualTo("Bearer t");
            assertThat(request.headers().get("Content-Type")).isEqualTo("application/x-ndjson");
            posted.append(request.body());
        }
        assertThat(posted.toString().lines().map(line -> line.replaceAll(".*\"body\":\"(.*)\"}", "$1")))
                .containsExactly("e0", "e1", "e2");
    }

    @Test
    void a_server_that_is_away_or_busy_is_asked_again_and_another_refusal_is_final() {
        Server recovers = new Server(-1, 503, 200);
        assertThat(post(recovers, 1).written()).isEqualTo(1);
        assertThat(recovers.requests).hasSize(3);

        Server staysAway = new Server(-1);
        assertThat(post(staysAway, 1).failed()).isEqualTo(1);
        assertThat(staysAway.requests).hasSize(3);

        Server refuses = new Server(401);
        assertThat(post(refuses, 1).failed()).isEqualTo(1);
        assertThat(refuses.requests).hasSize(1);
    }
}

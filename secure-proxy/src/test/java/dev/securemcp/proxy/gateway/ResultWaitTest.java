package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that wait for another's answer to the same request, on real sockets. */
class ResultWaitTest {

    private static final String SHARED = post("/s/mcp", call("7", "shared"));

    @TempDir
    Path directory;

    private final AtomicInteger asked = new AtomicInteger();
    private final Semaphore go = new Semaphore(0);
    private ScriptedBackend backend;
    private GatewayFixture gateway;

    @BeforeEach
    void start() throws Exception {
        backend = new ScriptedBackend(talk -> {});
        open("10m");
    }

    private void open(String wait) throws Exception {
        gateway = GatewayFixture.start(directory, yaml(wait));
    }

    private String yaml(String wait) {
        return """
                servers:
                  s:
                    backend: b
                    subscription-required: false
                    tools: { shared: { cache: { ttl: 1m, shared: true } } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/b/mcp" }] } }
                limits: { result-wait: %s }
                """
                .formatted(backend.port(), wait);
    }

    @AfterEach
    void stop() throws Exception {
        go.release(100);
        gateway.close();
        backend.close();
    }

    private static String result(int number) {
        return Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"n\":" + number + "}}");
    }

    /** Each request waits until it may go on; the first so many have no answer, or this one. */
    private void fails(int first, String answer) {
        backend.script(talk -> {
            talk.request();
            int number = asked.incrementAndGet();
            go.acquire();
            if (number > first) {
                talk.send(result(number));
            } else if (answer.isEmpty()) {
                talk.close();
            } else {
                talk.send(answer);
            }
        });
    }

    private CompletableFuture<WireMessage> asks() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return gateway.exchange(SHARED);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /** One call that the backend has, and others that wait for its answer. */
    private List<CompletableFuture<WireMessage>> oneAndWaiting(int others) {
        List<CompletableFuture<WireMessage>> calls = new ArrayList<>();
        calls.add(asks());
        until(1, 0);
        for (int i = 0; i < others; i++) {
            calls.add(asks());
        }
        until(1, others);
        return calls;
    }

    private void until(int requests, int waiting) {
        await().until(() -> asked.get() == requests && waiting() == waiting);
    }

    private double waiting() {
        return gateway.metrics().get("proxy.results.waiting").gauge().value();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"})
    void when_the_backend_breaks_those_who_wait_ask_one_at_a_time(String answer) throws Exception {
        fails(2, answer);
        List<CompletableFuture<WireMessage>> calls = oneAndWaiting(4);

        go.release();
        until(2, 3);
        go.release();
        until(3, 2);
        go.release();

        assertThat(calls.stream().map(call -> call.join().status()).filter(status -> status == 200))
                .hasSize(3);
        assertThat(asked.get()).isEqualTo(3);
        assertThat(waiting()).isZero();
    }

    @Test
    void when_the_client_of_the_first_one_leaves_one_of_those_who_wait_asks() throws Exception {
        fails(0, "");
        Wire leaving = gateway.connect();
        leaving.send(SHARED);
        until(1, 0);
        List<CompletableFuture<WireMessage>> calls = List.of(asks(), asks(), asks());
        until(1, 3);

        leaving.close();
        until(2, 2);
        go.release(2);

        for (CompletableFuture<WireMessage> call : calls) {
            assertThat(call.join().text()).contains("\"n\":2");
        }
        assertThat(asked.get()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"isError\":true}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":\"x\"}}",
                ""
            })
    void an_answer_that_is_not_kept_lets_all_of_them_ask(String answer) throws Exception {
        fails(1, answer.isEmpty() ? Mcp.response("404 Not Found", "{\"jsonrpc\":\"2.0\",\"id\":7}") : Mcp.ok(answer));
        List<CompletableFuture<WireMessage>> calls = oneAndWaiting(3);

        go.release();

        until(4, 0);
        go.release(3);
        calls.forEach(CompletableFuture::join);
    }

    @Test
    void a_client_that_leaves_waits_no_more() throws Exception {
        fails(0, "");
        oneAndWaiting(1);
        try (Wire leaving = gateway.connect()) {
            leaving.send(SHARED);
            until(1, 2);
        }

        until(1, 1);
    }

    @Test
    void one_that_was_to_ask_next_and_left_is_passed_over() throws Exception {
        fails(1, "");
        CompletableFuture<WireMessage> first = asks();
        until(1, 0);
        Wire leaving = gateway.connect();
        leaving.send(SHARED);
        until(1, 1);
        CompletableFuture<WireMessage> last = asks();
        until(1, 2);

        leaving.close();
        until(1, 1);
        go.release();

        assertThat(first.join().status()).isEqualTo(502);
        until(2, 0);
        go.release();
        assertThat(last.join().text()).contains("\"n\":2");
    }

    /** The first call's answer never comes while the test looks; this is what the second gets. */
    private List<CompletableFuture<WireMessage>> hangsWhileOneOfThoseWhoWaitHas(String second) throws Exception {
        gateway.close();
        HeldTimers timers = new HeldTimers();
        gateway = GatewayFixture.start(directory, yaml("10m"), timers);
        backend.script(talk -> {
            talk.request();
            if (asked.incrementAndGet() == 2) {
                talk.send(second);
            } else {
                go.acquire();
                talk.send(result(1));
            }
        });
        List<CompletableFuture<WireMessage>> calls = new ArrayList<>(oneAndWaiting(1));
        for (int others = 2; others <= 4; others++) {
            calls.add(asks());
            until(1, others);
        }
        timers.first();
        return calls;
    }

    @Test
    void what_one_has_that_had_waited_long_enough_is_everybodys_though_the_first_one_still_waits() throws Exception {
        List<CompletableFuture<WireMessage>> calls = hangsWhileOneOfThoseWhoWaitHas(result(2));

        until(2, 0);
        for (CompletableFuture<WireMessage> call : calls.subList(1, 5)) {
            assertThat(call.join().text()).contains("\"n\":2");
        }
        assertThat(calls.getFirst()).isNotDone();
        assertThat(asked.get()).isEqualTo(2);
    }

    @Test
    void what_is_not_kept_of_one_that_had_waited_long_enough_lets_the_others_wait() throws Exception {
        List<CompletableFuture<WireMessage>> calls =
                hangsWhileOneOfThoseWhoWaitHas(Mcp.ok("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"isError\":true}}"));

        assertThat(calls.get(1).join().text()).contains("isError");
        until(2, 3);
        go.release();

        for (CompletableFuture<WireMessage> call : calls.subList(2, 5)) {
            assertThat(call.join().text()).contains("\"n\":1");
        }
    }

    @Test
    void one_that_has_waited_long_enough_asks_by_itself() throws Exception {
        gateway.close();
        open("1ms");
        fails(0, "");
        asks();
        until(1, 0);
        CompletableFuture<WireMessage> second = asks();

        until(2, 0);
        go.release(2);
        assertThat(second.join().status()).isEqualTo(200);
    }
}

package dev.securemcp.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that call one after the other, without a pause, each at all gateways in turn, until they are told to stop. */
final class Load implements AutoCloseable {
    /** A bound for a test that forgets to stop it. */
    private static final Duration AT_MOST = Duration.ofMinutes(2);

    /** @param began when the call was made */
    record Call(Fleet.Limited server, Instant began, Duration time, int status, String body) {
        /** Whether it was made after {@code from} and answered before {@code until}. */
        boolean within(Instant from, Instant until) {
            return began.isAfter(from) && began.plus(time).isBefore(until);
        }
    }

    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> callers = new ArrayList<>();
    private volatile boolean stopped;

    /** Begins with one caller for each server, whose session is opened at once and whose calls meet no limit. */
    Load(Fleet fleet, String key) throws Exception {
        for (Fleet.Limited server : Fleet.Limited.values()) {
            Caller caller = new Caller(fleet.url(0, server.path()), key);
            // Every gateway has met the session before something happens to Redis.
            for (int gateway = 0; gateway < Fleet.SIZE; gateway++) {
                caller.call(fleet.url(gateway, server.path()), "load");
            }
            callers.add(threads.submit(() -> {
                Instant end = Instant.now().plus(AT_MOST);
                for (int i = 0; !stopped && Instant.now().isBefore(end); i++) {
                    Instant began = Instant.now();
                    Caller.Answered answered = caller.call(fleet.url(i, server.path()), "load " + server + i);
                    calls.add(new Call(
                            server,
                            began,
                            answered.time(),
                            answered.status(),
                            answered.answer().body()));
                }
                return null;
            }));
        }
    }

    /** Waits until at least {@code count} calls of each server were made since then and answered. */
    void awaitCalls(int count, Instant since) {
        await(count + " calls of each server")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (Fleet.Limited server : Fleet.Limited.values()) {
                        if (within(server, since, Instant.MAX).size() < count) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    List<Call> within(Fleet.Limited server, Instant from, Instant until) {
        return calls.stream()
                .filter(call -> call.server() == server && call.within(from, until))
                .toList();
    }

    /** Stops, waits for what is on its way, and gives every call. A call that failed without an answer fails this. */
    List<Call> stop() throws Exception {
        stopped = true;
        for (Future<?> caller : callers) {
            caller.get();
        }
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}

package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.securemcp.proxy.gateway.Scenario.Door;
import dev.securemcp.proxy.gateway.ScriptedBackend.Talk;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** A client that opens a large answer and does not read: the backend must stall, and nothing may pile up in between. */
final class SlowReader {

    /** More than all socket buffers on the way can take. */
    private static final int SIZE = 64 << 20;

    /** Most that kernel buffers of two connections take; what lies beyond would be in the proxy's memory. */
    private static final int BUFFERS = 32 << 20;

    private static final byte[] PART = "0123456789abcdef".repeat(4096).getBytes(StandardCharsets.US_ASCII);
    private static final AtomicLong SENT = new AtomicLong();

    private SlowReader() {}

    static void backend(Talk talk, Transcript notes) throws Exception {
        talk.request();
        SENT.set(0);
        talk.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + SIZE + "\r\n\r\n");
        while (SENT.get() < SIZE) {
            talk.wire().send(PART);
            SENT.addAndGet(PART.length);
        }
    }

    static void client(Door door, Transcript notes) throws Exception {
        try (Wire wire = door.connectSlowly()) {
            wire.send(Mcp.post("/s/mcp", Mcp.call("1", "t")));
            BodyStream body = wire.body(wire.responseHead());
            await().during(Duration.ofMillis(200)).until(new Unchanged());
            notes.note("upstream.stalled", SENT.get() < BUFFERS);
            assertThat(body.skip(SIZE)).isEqualTo(SIZE);
            body.expectEnd();
        }
    }

    /** True as long as nothing more is sent than at the last look. */
    private static final class Unchanged implements Callable<Boolean> {
        private long last = -1;

        @Override
        public Boolean call() {
            long now = SENT.get();
            boolean same = now > 0 && now == last;
            last = now;
            return same;
        }
    }
}

package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.BackendResponse;
import dev.securemcp.proxy.mcp.Sse;
import dev.securemcp.proxy.mcp.SseScanner;
import dev.securemcp.proxy.mcp.StreamRewriter;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.ReadStream;
import org.jboss.logging.Logger;

/**
 * Carries a response's body from the backend to the client, chunk by chunk, each side waiting for the other. The head has been
 * written. Not {@code pipeTo}: that ends the client's response when the backend dies, which looks like a whole answer.
 */
final class Pump {

    /** How it ended. */
    enum End {
        /** The backend ended its body, and so did we. */
        COMPLETE,
        /** The client went away first; the backend's exchange was reset. */
        CLIENT_GONE,
        /** The backend died first; the client was told or cut off. */
        BACKEND_DIED,
        /** The gateway ended the stream, since it stops or the caller may no longer listen. */
        ENDED_BY_GATEWAY
    }

    /** Told once, when nothing flows any more. */
    interface Listener {
        void ended(End end, long bytes);
    }

    /**
     * What is read along, and what is put in.
     *
     * @param raw gets each chunk as it came from the backend; null where nobody wants it
     * @param reader gets each chunk as it goes to the client; null where nobody reads along
     * @param scanner knows the events' boundaries; null where the body is no readable event stream
     * @param rewriter changes the body on its way; null where it passes as it is
     * @param keepAliveMillis a comment is sent on an event stream that was silent for so long
     * @param lastWords the event that tells of the backend's death; null where nobody waits for one
     */
    record Taps(
            Handler<Buffer> raw,
            Handler<Buffer> reader,
            SseScanner scanner,
            StreamRewriter rewriter,
            long keepAliveMillis,
            Buffer lastWords) {

        /** A body that is no event stream. */
        static Taps body(Handler<Buffer> raw, Handler<Buffer> reader, StreamRewriter rewriter) {
            return new Taps(raw, reader, null, rewriter, 0, null);
        }
    }

    private static final Logger LOG = Logger.getLogger("dev.securemcp.proxy");

    /** Bytes of events of ours that wait for the end of one of the backend's, or for the client to read. */
    private static final int MAX_WAITING = 64 << 10;

    private final Vertx vertx;
    private final BackendResponse backend;
    private final ReadStream<Buffer> in;
    private final HttpServerResponse out;
    private final Taps taps;
    private final Listener listener;
    private Buffer waiting = Buffer.buffer();
    private long bytes;
    private long timer = -1;
    private long lastWriteNanos;
    private boolean rawBroke;
    private boolean ended;

    Pump(Vertx vertx, BackendResponse backend, HttpServerResponse out, Taps taps, Listener listener) {
        this.vertx = vertx;
        this.backend = backend;
        this.in = backend.body();
        this.out = out;
        this.taps = taps;
        this.listener = listener;
    }

    /** Starts the flow. Must be called on the exchange's event loop. */
    void start() {
        if (out.closed() || out.ended()) {
            clientGone();
            return;
        }
        out.closeHandler(closed -> clientGone());
        out.exceptionHandler(broken -> clientGone());
        in.exceptionHandler(broken -> backendDied());
        in.endHandler(end -> complete());
        in.handler(this::chunk);
        if (backend.isBroken()) {
            backendDied();
            return;
        }
        lastWriteNanos = System.nanoTime();
        if (taps.scanner() != null) {
            armKeepAlive(taps.keepAliveMillis());
        }
        in.resume();
    }

    /** Ends a stream at once, as cleanly as its state allows: between two events the client sees an ordinary end. */
    void end() {
        if (ended) {
            return;
        }
        boolean clean = taps.scanner() == null || taps.scanner().atBoundary();
        finish(End.ENDED_BY_GATEWAY);
        backend.abort();
        if (clean && taps.scanner() != null) {
            out.end();
        } else {
            out.reset();
        }
    }

    /** Puts whole events of ours between two of the backend's. Who does not read them while more and more come loses the stream. */
    void say(Buffer events) {
        if (ended || taps.scanner() == null) {
            return;
        }
        if (waiting.length() + events.length() > MAX_WAITING) {
            end();
            return;
        }
        waiting.appendBuffer(events);
        sayWaiting();
    }

    private void sayWaiting() {
        if (waiting.length() > 0 && taps.scanner().atBoundary() && !out.writeQueueFull()) {
            Buffer events = waiting;
            waiting = Buffer.buffer();
            write(events);
        }
    }

    private void chunk(Buffer chunk) {
        if (ended) {
            return;
        }
        readRaw(chunk);
        Buffer passing = chunk;
        if (taps.rewriter() != null) {
            try {
                passing = taps.rewriter().feed(chunk);
            } catch (RuntimeException e) {
                // What should have been changed and cannot be must not be seen.
                finish(End.BACKEND_DIED);
                backend.abort();
                out.reset();
                return;
            }
        }
        pass(passing);
        if (taps.rewriter() != null && taps.rewriter().over()) {
            finish(End.COMPLETE);
            backend.abort();
            out.end();
        }
    }

    /** Who only reads along must not cost the client its answer. */
    private void readRaw(Buffer chunk) {
        if (taps.raw() == null || rawBroke) {
            return;
        }
        try {
            taps.raw().handle(chunk);
        } catch (RuntimeException e) {
            rawBroke = true;
            LOG.error("a response is not read along any more", e);
        }
    }

    private void pass(Buffer passing) {
        Buffer rest = passing;
        if (waiting.length() > 0) {
            // The gap that events of ours wait for may be within a chunk.
            int gap = readToGap(passing);
            write(passing.slice(0, gap));
            sayWaiting();
            rest = passing.slice(gap, passing.length());
        }
        readAlong(rest);
        write(rest);
    }

    /** Reads along up to the first gap between two events; how many bytes that is, all of them where there is none. */
    private int readToGap(Buffer passing) {
        for (int i = 0; i < passing.length(); i++) {
            readAlong(passing.slice(i, i + 1));
            if (taps.scanner().atBoundary()) {
                return i + 1;
            }
        }
        return passing.length();
    }

    private void readAlong(Buffer passing) {
        if (taps.scanner() != null) {
            taps.scanner().feed(passing);
        }
        if (taps.reader() != null) {
            taps.reader().handle(passing);
        }
    }

    private void write(Buffer passing) {
        if (passing.length() == 0) {
            return;
        }
        bytes += passing.length();
        lastWriteNanos = System.nanoTime();
        out.write(passing);
        if (out.writeQueueFull()) {
            in.pause();
            out.drainHandler(drained -> {
                if (!ended) {
                    sayWaiting();
                    in.resume();
                }
            });
        }
    }

    private void complete() {
        if (ended) {
            return;
        }
        Buffer last =
                taps.rewriter() == null ? Buffer.buffer() : taps.rewriter().end();
        if (last.length() == 0) {
            finish(End.COMPLETE);
            out.end();
            return;
        }
        readAlong(last);
        bytes += last.length();
        finish(End.COMPLETE);
        out.end(last);
    }

    private void clientGone() {
        if (ended) {
            return;
        }
        finish(End.CLIENT_GONE);
        backend.abort();
    }

    private void backendDied() {
        if (ended) {
            return;
        }
        finish(End.BACKEND_DIED);
        SseScanner scanner = taps.scanner();
        // A client that has seen ids resumes after a cut; an error would end its call for good.
        boolean tell = scanner != null && !scanner.carriedIds() && scanner.atBoundary() && taps.lastWords() != null;
        if (tell) {
            bytes += taps.lastWords().length();
            out.end(taps.lastWords());
        } else {
            out.reset();
        }
    }

    private void finish(End end) {
        ended = true;
        if (timer != -1) {
            vertx.cancelTimer(timer);
        }
        // Later signals of either side find nothing to do.
        out.drainHandler(null);
        try {
            listener.ended(end, bytes);
        } catch (RuntimeException e) {
            LOG.error("what was read along of a response could not be used", e);
        }
    }

    private void armKeepAlive(long millis) {
        timer = vertx.setTimer(Math.max(1, millis), id -> keepAlive());
    }

    private void keepAlive() {
        long silent = (System.nanoTime() - lastWriteNanos) / 1_000_000;
        long remaining = taps.keepAliveMillis() - silent;
        if (remaining > 0) {
            armKeepAlive(remaining);
            return;
        }
        if (taps.scanner().atBoundary() && !out.writeQueueFull()) {
            write(Sse.keepAlive());
        } else {
            lastWriteNanos = System.nanoTime();
        }
        armKeepAlive(taps.keepAliveMillis());
    }
}

package dev.securemcp.proxy.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A backend that says exactly what a test tells it to, byte by byte. Every request, on whichever connection it comes, runs the
 * script from its beginning; the connection stays open after it unless the script breaks it. The requests that are read with
 * {@link Talk#request()} are kept for the test.
 */
final class ScriptedBackend implements AutoCloseable {

    /** What a backend does with one request, which it has to read itself. */
    @FunctionalInterface
    interface Script {
        void run(Talk talk) throws Exception;
    }

    /** One connection, seen from the backend. */
    record Talk(Wire wire, BlockingQueue<WireMessage> requests) {

        /** Reads a request and tells the test of it. */
        WireMessage request() throws IOException {
            WireMessage request = wire.request();
            if (request == null) {
                throw new EOFException("no further request");
            }
            requests.add(request);
            return request;
        }

        /** Closes the connection, be the response whole or not. */
        void close() throws IOException {
            wire.close();
        }

        Talk send(String text) throws IOException {
            wire.send(text);
            return this;
        }

        /** Head of a stream of events. */
        Talk openStream(String... fields) throws IOException {
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
                    + String.join("", fields) + "\r\n");
            return this;
        }

        Talk chunk(String text) throws IOException {
            wire.sendChunk(text);
            return this;
        }

        Talk lastChunk() throws IOException {
            wire.sendLastChunk();
            return this;
        }
    }

    private final ServerSocket server;
    private final BlockingQueue<WireMessage> requests = new LinkedBlockingQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Wire> open = new ConcurrentLinkedQueue<>();
    private volatile Script script;

    ScriptedBackend(Script script) throws IOException {
        this.script = script;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("backend").start(this::accept);
    }

    /** Gives the same response to every request. */
    static ScriptedBackend answering(String response) throws IOException {
        return new ScriptedBackend(always(response));
    }

    static Script always(String response) {
        return talk -> {
            talk.request();
            talk.send(response);
        };
    }

    /** From the next request on. */
    void script(Script next) {
        script = next;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("backend").start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            open.add(wire);
            while (wire.awaitInput()) {
                script.run(new Talk(wire, requests));
            }
        } catch (EOFException | SocketException e) {
            // The gateway has ended the connection, which a script that minds looks at itself.
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** The next request that came, in order; waits for it. */
    WireMessage received() throws InterruptedException {
        WireMessage request = requests.poll(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        if (request == null) {
            throw new AssertionError("no request came to the backend");
        }
        return request;
    }

    /** How many requests came that the test has not looked at. */
    int unseen() {
        return requests.size();
    }

    /** Drops requests that nobody looked at. */
    void forget() {
        requests.clear();
    }

    /** Stops; a promise that broke inside a script is thrown here. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Wire wire : open) {
            wire.close();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("the backend's script", failures.peek());
        }
    }
}

package dev.securemcp.proxy.store.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** An address of loopback that answers nobody who connects, like that of a machine that is off: nothing is accepted, and its queue is full. */
final class SilentAddress implements AutoCloseable {

    private static final int ENOUGH = 100;
    private static final int TRY_MILLIS = 200;

    private final ServerSocket server;
    private final List<Socket> queue = new ArrayList<>();

    private SilentAddress(ServerSocket server) {
        this.server = server;
    }

    static SilentAddress open() {
        try {
            SilentAddress address = new SilentAddress(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            address.fill();
            return address;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fill() throws IOException {
        while (queue.size() < ENOUGH) {
            Socket next = new Socket();
            queue.add(next);
            try {
                next.connect(server.getLocalSocketAddress(), TRY_MILLIS);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new IOException("the queue of " + ENOUGH + " is not full");
    }

    String url() {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        return "redis://127.0.0.1:" + address.getPort();
    }

    @Override
    public void close() {
        try {
            for (Socket waiting : queue) {
                waiting.close();
            }
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

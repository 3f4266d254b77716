package dev.securemcp.weather.provider;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A source that takes requests and never finishes an answer. It counts requests, and connections that went away. */
public class SilentServer implements QuarkusTestResourceLifecycleManager {

    private static final AtomicInteger REQUESTS = new AtomicInteger();
    private static final AtomicInteger CLOSED = new AtomicInteger();
    private static volatile String begin = "";

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private Map<String, String> settings = Map.of();

    @Override
    public void init(Map<String, String> initArgs) {
        settings = initArgs;
    }

    @Override
    public Map<String, String> start() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reset("");
        Thread.ofVirtual().start(this::accept);
        String url = "http://127.0.0.1:" + server.getLocalPort();
        Map<String, String> all = new HashMap<>(
                Map.of("weather.nws.url", url, "weather.open-meteo.url", url, "weather.open-meteo.geocoding-url", url));
        all.putAll(settings);
        return all;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> listen(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void listen(Socket socket) {
        try (socket;
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    REQUESTS.incrementAndGet();
                    socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException _) {
            // a reset is an end too
        } finally {
            CLOSED.incrementAndGet();
        }
    }

    @Override
    public void stop() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Counts from zero.
     *
     * @param answerBegin what every request gets before the silence
     */
    public static void reset(String answerBegin) {
        begin = answerBegin;
        REQUESTS.set(0);
        CLOSED.set(0);
    }

    public static int requests() {
        return REQUESTS.get();
    }

    public static int closed() {
        return CLOSED.get();
    }
}

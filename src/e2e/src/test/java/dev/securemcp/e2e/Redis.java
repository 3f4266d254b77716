package dev.securemcp.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;

/**
 * A real Redis on loopback that keeps nothing on disk. The one that {@code REDIS_SERVER} names, or {@code redis-server} on the PATH, else
 * the one that the Maven artifact {@code embedded-redis} carries.
 */
final class Redis implements AutoCloseable {
    private final int port = Ports.free(1).getFirst();
    private Process process;
    private final Thread atExit = new Thread(() -> process.destroyForcibly());

    private Redis() {}

    /** Starts one and waits until it answers. */
    static Redis start() {
        Redis redis = new Redis();
        redis.startAgain();
        Runtime.getRuntime().addShutdownHook(redis.atExit);
        return redis;
    }

    /** Starts it after {@link #kill}, at the same port and with nothing in it. */
    void startAgain() {
        try {
            process = new ProcessBuilder(
                            executable().toString(),
                            "--save",
                            "",
                            "--appendonly",
                            "no",
                            "--bind",
                            "127.0.0.1",
                            "--port",
                            Integer.toString(port))
                    .directory(Files.createDirectories(Layout.LOGS).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            Layout.LOGS.resolve("redis-" + port + ".log").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("Redis at " + port)
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .failFast("Redis ended", () -> !process.isAlive())
                .until(this::answers);
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    /** It stands still, as on a machine that swaps: connections stay open, nothing is answered. */
    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    /** It dies without a word, and forgets everything. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    private void signal(String name) {
        try {
            int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + name + " ended with status " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    private static Path executable() throws IOException {
        String named = System.getenv("REDIS_SERVER");
        if (named != null) {
            return Path.of(named);
        }
        for (String directory : System.getenv("PATH").split(":", -1)) {
            Path found = Path.of(directory, "redis-server");
            if (Files.isExecutable(found)) {
                return found;
            }
        }
        return unpacked();
    }

    /** The names are those of version 1.4.3 of the artifact. */
    private static Path unpacked() throws IOException {
        boolean arm = System.getProperty("os.arch").toLowerCase(Locale.ROOT).matches("aarch64|arm64");
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String name = mac
                ? "redis-server-6.2.6-v5-darwin-" + (arm ? "arm64" : "amd64")
                : arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        Path file = Layout.LOGS.resolveSibling(name);
        if (Files.isExecutable(file)) {
            return file;
        }
        try (InputStream packed = Redis.class.getResourceAsStream("/" + name)) {
            if (packed == null) {
                throw new IllegalStateException(
                        "no redis-server on the PATH, and none for this machine in embedded-redis: set REDIS_SERVER");
            }
            Path part = Files.createTempFile(Files.createDirectories(file.getParent()), name, ".part");
            Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + part);
            }
            return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}

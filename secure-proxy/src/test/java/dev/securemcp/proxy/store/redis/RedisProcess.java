package dev.securemcp.proxy.store.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A real Redis on a free port of loopback, without anything on disk but its log. The one on the PATH ({@code redis-server}, or
 * {@code REDIS_SERVER}), else the one that the Maven artifact {@code embedded-redis} carries.
 */
public final class RedisProcess implements AutoCloseable {

    private final List<String> arguments;
    private final Path directory;
    private final int port;
    private Process process;

    private RedisProcess(Path directory, int port, List<String> arguments) {
        this.directory = directory;
        this.port = port;
        this.arguments = arguments;
    }

    /** Starts one and waits until it answers. */
    public static RedisProcess start(Path directory, String... more) {
        return startOn(freePort(), directory, more);
    }

    /** The same on a port that the caller chose. */
    public static RedisProcess startOn(int port, Path directory, String... more) {
        RedisProcess redis = new RedisProcess(directory, port, List.of(more));
        redis.start();
        return redis;
    }

    /** Starts it again after {@link #kill}, on the same port. */
    public void start() {
        try {
            List<String> command = new ArrayList<>(List.of(executable().toString()));
            if (arguments.contains("--sentinel")) {
                command.addAll(arguments);
            } else {
                command.addAll(List.of("--save", "", "--appendonly", "no", "--bind", "127.0.0.1"));
                command.addAll(List.of("--port", Integer.toString(port), "--dir", directory.toString()));
                command.addAll(arguments);
            }
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis-" + port + ".log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            Awaitility.await("redis on " + port)
                    .atMost(20, TimeUnit.SECONDS)
                    .pollInterval(20, TimeUnit.MILLISECONDS)
                    .failFast(() -> !process.isAlive())
                    .until(() -> say("PING").matches("(?s)(\\+PONG|-NOAUTH|-LOADING).*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Sends one inline command over a connection of its own and gives what comes back first. */
    public String say(String command) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            socket.setSoTimeout(5000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[65_536];
            int length = socket.getInputStream().read(buffer);
            return length < 0 ? "" : new String(buffer, 0, length, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** It stands still, as a machine does that swaps: connections stay open, nothing answers. */
    public void pause() {
        signal("STOP");
    }

    /** It goes on. */
    public void resume() {
        signal("CONT");
    }

    /** It dies without a word, with all it knew. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** A port that was free a moment ago. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path executable() throws IOException {
        String named = System.getenv("REDIS_SERVER");
        if (named != null) {
            return Path.of(named);
        }
        for (String directory : System.getenv("PATH").split(":")) {
            Path found = Path.of(directory, "redis-server");
            if (Files.isExecutable(found)) {
                return found;
            }
        }
        return unpacked();
    }

    private static synchronized Path unpacked() throws IOException {
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT).contains("aarch64") ? "arm64" : "amd64";
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String name = mac
                ? "redis-server-6.2.6-v5-darwin-" + machine
                : machine.equals("arm64") ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
        Path file = Path.of("target", name).toAbsolutePath();
        if (!Files.isExecutable(file)) {
            try (InputStream packed = RedisProcess.class.getResourceAsStream("/" + name)) {
                if (packed == null) {
                    throw new IllegalStateException(
                            "no redis-server on the PATH, and none for this machine in the tests' jars");
                }
                Path part = Files.createTempFile(Files.createDirectories(file.getParent()), name, ".part");
                Files.write(part, packed.readAllBytes());
                part.toFile().setExecutable(true);
                Files.move(part, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return file;
    }
}

package dev.securemcp.ship;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs from an image's folder as an engine would run it: the folder is its root and cannot be written to, it is
 * process 1 of its own, it has the image's user and environment and no other. That takes root and Linux; elsewhere it runs from
 * the folder as an ordinary process with that environment, and says so.
 */
final class Container implements AutoCloseable {

    private static final boolean NAMESPACES = namespaces();

    private final Dockerfile dockerfile;
    private final ImageFolder image;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Process process;
    private final Path log;
    private final Thread atExit = new Thread(this::kill);

    /** @param mounts directories of this machine by the absolute path at which the program sees them, not to be written to */
    Container(
            Dockerfile dockerfile,
            ImageFolder image,
            Map<String, Path> mounts,
            Map<String, String> settings,
            List<String> options)
            throws IOException {
        this.dockerfile = dockerfile;
        this.image = image;
        this.log = Path.of(image.root() + ".log");
        environment.putAll(dockerfile.environment(image.target()));
        environment.putAll(settings);
        List<String> command =
                new ArrayList<>(dockerfile.last(image.target(), "ENTRYPOINT").exec());
        command.addAll(1, options);
        if (dockerfile.image(image.target()).stream()
                .anyMatch(line -> line.keyword().equals("CMD"))) {
            command.addAll(dockerfile.last(image.target(), "CMD").exec());
        }
        if (!NAMESPACES) {
            System.out.println("images: no namespaces here (they take root and Linux): " + image.target()
                    + " runs as an ordinary process");
            for (Map.Entry<String, Path> mount : mounts.entrySet()) {
                Files.delete(image.inside(mount.getKey()));
                Files.createSymbolicLink(image.inside(mount.getKey()), mount.getValue());
            }
        }
        process = start(NAMESPACES ? isolated(mounts, command) : ordinary(command));
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private static boolean namespaces() {
        try {
            Process probe = new ProcessBuilder(
                            "unshare", "--mount", "--pid", "--fork", "chroot", "--userspec=65532:65532", "/", "true")
                    .redirectErrorStream(true)
                    .start();
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static boolean isolates() {
        return NAMESPACES;
    }

    private List<String> isolated(Map<String, Path> mounts, List<String> command) {
        StringBuilder script =
                new StringBuilder("set -e; R=" + image.root() + "; mount --bind $R $R; mount -t proc proc $R/proc; ");
        for (String device : List.of("null", "random", "urandom")) {
            script.append("mount --bind /dev/")
                    .append(device)
                    .append(" $R/dev/")
                    .append(device)
                    .append("; ");
        }
        mounts.forEach((path, directory) -> script.append("mount --bind ")
                .append(directory)
                .append(" $R")
                .append(path)
                .append("; mount -o remount,ro,bind $R")
                .append(path)
                .append("; "));
        script.append("mount -o remount,ro,bind $R; exec \"$@\"");
        List<String> whole = new ArrayList<>(List.of(
                "unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", "-c"));
        whole.addAll(List.of(script.toString(), "sh"));
        whole.addAll(chroot(command));
        return whole;
    }

    private List<String> chroot(List<String> command) {
        List<String> whole = new ArrayList<>(List.of(
                "chroot",
                "--userspec=" + dockerfile.last(image.target(), "USER").text(),
                image.root().toString()));
        whole.addAll(command);
        return whole;
    }

    private List<String> ordinary(List<String> command) {
        return command.stream()
                .map(word ->
                        word.matches("/(app|opt|etc)/.*") ? image.inside(word).toString() : word)
                .toList();
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        return withEnvironment(builder).start();
    }

    private ProcessBuilder withEnvironment(ProcessBuilder builder) {
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().putAll(environment);
        return builder;
    }

    /** The program's own process, as this machine numbers it. */
    long pid() {
        return NAMESPACES ? process.children().findFirst().orElseThrow().pid() : process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() {
        return Repository.text(log);
    }

    /** Runs the image's health check beside the program; its exit status. */
    int health() throws IOException, InterruptedException {
        List<String> check = dockerfile.last(image.target(), "HEALTHCHECK").exec();
        List<String> command = new ArrayList<>();
        if (NAMESPACES) {
            command.addAll(List.of("nsenter", "--target", Long.toString(pid()), "--mount", "--pid"));
            command.addAll(chroot(check));
        } else {
            command.addAll(ordinary(check));
        }
        Process health = withEnvironment(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD))
                .start();
        if (!health.waitFor(20, TimeUnit.SECONDS)) {
            health.destroyForcibly();
            throw new AssertionError("the health check does not end");
        }
        return health.exitValue();
    }

    /** A line of {@code /proc/PID/status}. */
    String status(String field) {
        return Repository.text(Path.of("/proc/" + pid() + "/status"))
                .lines()
                .filter(line -> line.startsWith(field + ":"))
                .findFirst()
                .orElseThrow()
                .substring(field.length() + 1)
                .strip();
    }

    /** Sends SIGTERM, as an engine does, and returns without waiting. */
    void terminate() {
        ProcessHandle.of(pid()).orElseThrow().destroy();
    }

    /** The exit status. */
    int await(int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError(image.target() + " still runs after " + seconds + " s: " + log());
        }
        return process.exitValue();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}

package dev.securemcp.ship;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The file system of an image, laid into a folder by the Dockerfile's own steps. What a build stage would have compiled is taken
 * from this build's {@code target}; the Java runtime is made with the Dockerfile's own jlink options; and in place of the base
 * image there are this machine's C library and an empty {@code /tmp}.
 */
record ImageFolder(String target, Path root) {

    private static final List<Path> LIBRARIES = List.of(
            Path.of("/lib64/ld-linux-x86-64.so.2"),
            Path.of("/lib/ld-linux-aarch64.so.1"),
            Path.of("/lib/x86_64-linux-gnu"),
            Path.of("/lib/aarch64-linux-gnu"));

    private static final List<String> C_LIBRARY = List.of(
            "libc.so.6",
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libresolv.so.2",
            "libnss_files.so.2");

    static ImageFolder lay(Dockerfile dockerfile, String target, Path root) throws IOException {
        ImageFolder folder = new ImageFolder(target, root);
        delete(root);
        for (String directory : List.of("dev", "etc/secure-proxy", "proc", "run/secrets/secure-proxy", "tmp")) {
            Files.createDirectories(root.resolve(directory));
        }
        for (String device : List.of("null", "random", "urandom")) {
            Files.createFile(root.resolve("dev/" + device));
        }
        Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost weather-mcp redis\n");
        folder.libraries();
        for (Dockerfile.Instruction instruction : dockerfile.image(target)) {
            if (instruction.keyword().equals("COPY")) {
                List<String> words = instruction.words();
                folder.copy(dockerfile, words.get(0).substring("--from=".length()), words.get(1), words.get(2));
            }
        }
        return folder;
    }

    /** The same path in the folder. */
    Path inside(String path) {
        return root.resolve(path.substring(1));
    }

    private void copy(Dockerfile dockerfile, String stage, String from, String to) throws IOException {
        if (from.startsWith("/build/")) {
            copyTree(Repository.path(from.substring("/build/".length())), inside(to));
        } else if (stage.equals("java")) {
            java(dockerfile.stages().get(stage), from, inside(to));
        } else {
            // An executable with the one library that it brings; elsewhere than on Linux it runs with the machine's
            // own.
            Path lib = Files.createDirectories(inside(to).resolve("lib"));
            if (System.getProperty("os.name").equals("Linux")) {
                copyTree(library("libz.so.1"), lib.resolve("libz.so.1"));
            }
            try (Stream<Path> files = Files.list(Repository.path(target + "/target"))) {
                Path runner = files.filter(file -> file.toString().endsWith("-runner"))
                        .findFirst()
                        .orElseThrow();
                copyTree(runner, inside(to).resolve(target));
            }
        }
    }

    /** Runs the Dockerfile's jlink with the JDK of this build, once for all tests. */
    private static void java(Dockerfile.Stage stage, String output, Path to) throws IOException {
        List<String> words = new ArrayList<>(stage.instructions().getFirst().words());
        Path made = Path.of(System.getProperty("ship.work", "target"), "java-" + Integer.toHexString(words.hashCode()));
        if (!Files.exists(made)) {
            Path partial = Path.of(made + "." + ProcessHandle.current().pid());
            words.replaceAll(word -> word.equals(output) ? partial.toString() : word);
            words.set(
                    0,
                    Path.of(System.getProperty("java.home"), "bin", words.getFirst())
                            .toString());
            run(words);
            Files.move(partial, made);
        }
        copyTree(made, to);
    }

    private void libraries() throws IOException {
        for (Path place : LIBRARIES) {
            if (Files.isRegularFile(place)) {
                copyTree(place.toRealPath(), inside(place.toString()));
            } else if (Files.isDirectory(place)) {
                for (String name : C_LIBRARY) {
                    if (Files.exists(place.resolve(name))) {
                        copyTree(
                                place.resolve(name).toRealPath(),
                                inside(place.resolve(name).toString()));
                    }
                }
            }
        }
    }

    private static Path library(String name) throws IOException {
        for (Path place : LIBRARIES) {
            if (Files.exists(place.resolve(name))) {
                return place.resolve(name).toRealPath();
            }
        }
        throw new IOException("this machine has no " + name);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new UncheckedIOException(new IOException("failed: " + String.join(" ", command)));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package dev.securemcp.ship;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The overlays and what they render to. The renderings are kept beside the tests, so that everything about the objects is
 * tested where there is no kubectl too; each begins with a fingerprint of what it was rendered from.
 */
enum Kustomize {
    LOCAL("kubernetes/overlays/local"),
    PRODUCTION("kubernetes/overlays/production"),
    /** All components at once. */
    EVERYTHING("src/ship/src/test/resources/overlays/everything");

    /** The first kubectl whose kustomize has everything that is used here. */
    private static final int OLDEST_MINOR = 25;

    private final String directory;

    Kustomize(String directory) {
        this.directory = directory;
    }

    Path kept() {
        return Repository.path("src/ship/src/test/resources/rendered/" + name().toLowerCase(Locale.ROOT) + ".yaml");
    }

    /** The objects of the kept rendering. */
    List<JsonNode> objects() {
        return Repository.yaml(Repository.text(kept()));
    }

    /** The kept rendering's first line says of what it is one. */
    String title() {
        return "# kubectl kustomize " + directory + ", of files with the SHA-256 " + fingerprint() + "\n";
    }

    /** Renders anew; empty where no kubectl is at hand that can. */
    Optional<String> render() {
        if (!kubectl()) {
            return Optional.empty();
        }
        return Optional.of(
                run("kubectl", "kustomize", Repository.path(directory).toString()));
    }

    private static String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Stream.of("kubernetes", EVERYTHING.directory)
                    .flatMap(root -> Repository.files(Repository.path(root)).stream())
                    .forEach(file -> {
                        digest.update(
                                Repository.ROOT.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                        digest.update((byte) 0);
                        digest.update(Repository.text(file).getBytes(StandardCharsets.UTF_8));
                        digest.update((byte) 0);
                    });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean kubectl() {
        try {
            String minor = Repository.json(run("kubectl", "version", "--client", "-o", "json"))
                    .at("/clientVersion/minor")
                    .asText()
                    .replaceAll("[^0-9]", "");
            return !minor.isEmpty() && Integer.parseInt(minor) >= OLDEST_MINOR;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private static String run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("failed: " + String.join(" ", command));
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

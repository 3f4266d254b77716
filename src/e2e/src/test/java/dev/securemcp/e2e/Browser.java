package dev.securemcp.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Chromium: the one of {@code CHROME_BIN}, one on the PATH, or the one that {@code npm ci} puts into {@code src/e2e/node_modules}. */
final class Browser {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    /** For the script: that of the npm package, which is for Linux on x86-64. */
    private static final String PACKAGED = "npm";

    private Browser() {}

    /** What {@code src/e2e/node/page.mjs} is told; empty where there is none. */
    static Optional<String> find() {
        return Optional.ofNullable(System.getenv("CHROME_BIN"))
                .filter(name -> Files.isExecutable(Path.of(name)))
                .or(Browser::onPath)
                .or(() -> packaged() ? Optional.of(PACKAGED) : Optional.empty());
    }

    private static Optional<String> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(Pattern.quote(java.io.File.pathSeparator), -1))
                .filter(directory -> !directory.isEmpty())
                .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static boolean packaged() {
        boolean fits = System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "x86_64")
                        .contains(System.getProperty("os.arch").toLowerCase(Locale.ROOT));
        return fits && Files.isDirectory(Layout.NODE_MODULES.resolve("@sparticuz/chromium"));
    }

    /**
     * Opens a page that pays the visit of a client script.
     *
     * @param port of the page's origin, {@code http://localhost:port}
     * @param arguments the script's
     */
    static Visit visit(int port, String script, String... arguments) {
        return Visit.pay(
                "page.mjs",
                Stream.concat(
                                Stream.of(
                                        "--script",
                                        script,
                                        "--port",
                                        Integer.toString(port),
                                        "--browser",
                                        find().orElseThrow()),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }
}

package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.token.TokenValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Examples of a page of the manual as files, so that a gateway can be started from them. */
final class ManualExample {

    private static final Pattern FILE = Pattern.compile("(?s)\\n`([\\w./-]+)`:\\n\\n```\\w+\\n(.*?)```");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (.*) \\|$");
    private static final String BACKEND = "http://localhost:8081/mcp";

    /** What the heads of tables with cases begin with. */
    private static final Set<String> HEADS = Set.of("caller", "arguments");

    private final String text;

    private ManualExample(String text) {
        this.text = text;
    }

    /** The part of a page under a heading of the second level. */
    static ManualExample of(String page, String heading) throws IOException {
        String text = Files.readString(Path.of("../src/docs").resolve(page));
        int from = text.indexOf("\n## " + heading + "\n");
        int to = text.indexOf("\n## ", from + 1);
        return new ManualExample(text.substring(from, to < 0 ? text.length() : to));
    }

    /**
     * A gateway with this example, before a backend of the test instead of the one that the page names.
     *
     * @param directory where its files are written
     */
    GatewayFixture start(Path directory, ScriptedBackend backend) throws Exception {
        return GatewayFixture.start(directory, write(directory, backend));
    }

    /** The same, which believes the tokens that this validator believes. */
    GatewayFixture start(Path directory, ScriptedBackend backend, TokenValidator tokens) throws Exception {
        return GatewayFixture.start(directory, write(directory, backend), InstantSource.system(), tokens);
    }

    private String write(Path directory, ScriptedBackend backend) throws IOException {
        String yaml = null;
        for (var file : FILE.matcher(text).results().toList()) {
            Path path = directory.resolve(file.group(1));
            Files.createDirectories(path.getParent());
            if (file.group(1).equals("gateway.yaml")) {
                yaml = file.group(2).replace(BACKEND, "http://127.0.0.1:" + backend.port() + "/b/mcp");
            } else {
                Files.writeString(path, file.group(2));
            }
        }
        return yaml;
    }

    /** A file of it as it stands there. */
    String file(String name) {
        return FILE.matcher(text)
                .results()
                .filter(file -> file.group(1).equals(name))
                .map(file -> file.group(2))
                .findFirst()
                .orElseThrow();
    }

    /** The rows of its tables, each as its cells, without the heads. */
    Stream<List<String>> rows() {
        return ROW.matcher(text)
                .results()
                .map(row -> List.of(row.group(1).split(" \\| ", -1)))
                .filter(cells -> !HEADS.contains(cells.getFirst()));
    }
}

package dev.securemcp.bench;

import dev.securemcp.proxy.config.Configuration;
import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.gateway.Assembly;
import dev.securemcp.proxy.policy.Leniency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How long a configuration of many servers takes to load, each with a policy file of its own, and what stays in memory: printed once,
 * for a cold JVM. Arguments: how many servers (1000).
 */
public final class ManyServers {

    private ManyServers() {}

    public static void main(String[] args) throws IOException {
        int servers = args.length == 0 ? 1_000 : Integer.parseInt(args[0]);
        Path directory = Files.createTempDirectory("many-servers");
        try {
            Path file = write(directory, servers);
            long before = used();
            long start = System.nanoTime();
            Assembly.Compiled compiled = load(file);
            long millis = (System.nanoTime() - start) / 1_000_000;
            long kept = used() - before;
            System.out.printf(
                    "%d servers: %d ms, %d MB kept%n",
                    compiled.configuration().servers().size(), millis, kept >> 20);
        } finally {
            try (var files = Files.list(directory)) {
                for (Path path : files.toList()) {
                    Files.delete(path);
                }
            }
            Files.delete(directory);
        }
    }

    private static Path write(Path directory, int servers) throws IOException {
        StringBuilder yaml = new StringBuilder("servers:\n");
        for (int i = 0; i < servers; i++) {
            Files.writeString(directory.resolve("p" + i + ".xml"), Documents.thirtyElements());
            yaml.append("  s")
                    .append(i)
                    .append(": { backend: b, policy: p")
                    .append(i)
                    .append(".xml }\n");
        }
        yaml.append("backends: { b: { instances: [{ url: \"http://localhost:1/mcp\" }] } }\n");
        yaml.append("products: { p: { servers: [s0] } }\n");
        return Files.writeString(directory.resolve("gateway.yaml"), yaml);
    }

    private static Assembly.Compiled load(Path file) {
        Faults faults = new Faults();
        Optional<Configuration> configuration = ConfigurationReader.ofProcess().read(file, faults);
        return configuration
                .flatMap(read -> Assembly.compile(read, true, Leniency.NONE, faults))
                .orElseThrow(() -> new IllegalStateException(faults.all().toString()));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

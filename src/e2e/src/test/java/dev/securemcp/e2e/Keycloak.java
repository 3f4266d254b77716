package dev.securemcp.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Keycloak, with the realm of {@code src/e2e/keycloak/mcp-realm.json}. Its distribution comes with the Maven profile {@code keycloak}. */
final class Keycloak implements AutoCloseable {
    /** A machine client whose tokens are for the weather API. */
    static final String ROBOT = "robot";

    /** A machine client whose tokens are not. */
    static final String STRANGER = "stranger";

    /** Of the machine clients. */
    static final String SECRET = "of-the-tests-only";

    /** What tokens for the weather API have as their audience. */
    static final String AUDIENCE = "api://weather";

    /** It builds itself anew at the first start, which takes long where other work goes on. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final Program program;
    private final int port;

    private Keycloak(Program program, int port) {
        this.program = program;
        this.port = port;
    }

    static Keycloak start() {
        Path home = Path.of(System.getProperty("e2e.keycloak"));
        List<Integer> ports = Ports.free(2);
        try {
            Path imports = Files.createDirectories(home.resolve("data/import"));
            Files.copy(
                    Layout.ROOT.resolve("src/e2e/keycloak/mcp-realm.json"),
                    imports.resolve("mcp-realm.json"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // The script replaces itself by the JVM, so that the process is Keycloak's own.
        Program program = Program.start(
                "keycloak",
                List.of(
                        "sh",
                        home.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--db=dev-mem",
                        "--cache=local",
                        "--health-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + ports.get(0),
                        "--http-management-port=" + ports.get(1)),
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xms64m -Xmx512m",
                        "JAVA_OPTS_APPEND",
                        "-XX:TieredStopAtLevel=1"));
        try {
            program.awaitReady(URI.create("http://localhost:" + ports.get(1) + "/health/ready"), LONGEST_START);
            return new Keycloak(program, ports.get(0));
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    /** The issuer identifier of the realm. */
    String issuer() {
        return "http://localhost:" + port + "/realms/mcp";
    }

    /** A token of a machine client; an empty scope asks for none. */
    String token(String client, String scope) throws Exception {
        Http.Answer answer = Http.form(
                URI.create(issuer() + "/protocol/openid-connect/token"),
                scope.isEmpty()
                        ? Map.of("grant_type", "client_credentials")
                        : Map.of("grant_type", "client_credentials", "scope", scope),
                client,
                SECRET);
        if (answer.status() != 200) {
            throw new IllegalStateException("no token: " + answer.body());
        }
        return Json.read(answer.body()).path("access_token").asText();
    }

    @Override
    public void close() {
        program.close();
    }
}

package dev.securemcp.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Map;

/** The issuer of {@code src/e2e/node/issuer-oidc.mjs}: it puts the resource that was asked for into the audience. */
final class OidcIssuer implements AutoCloseable {
    /** Read for everything, alerts for one tool. */
    static final String READ = "weather.read";

    static final String ALERTS = "weather.alerts";
    static final String BOTH = READ + " " + ALERTS;

    /** A client with client credentials. */
    static final String ROBOT = "robot";

    /** The same with tokens of {@link #SPRINT_SECONDS}. */
    static final String SPRINTER = "sprinter";

    static final int SPRINT_SECONDS = 4;

    /** Of the machine clients. */
    static final String SECRET = "of-the-tests-only";

    private final Program program;
    private final URI url;

    private OidcIssuer(Program program) {
        this.program = program;
        this.url = URI.create(program.awaitFirstStep().path("issuer").asText());
    }

    /** @param port where it listens, 0 for any */
    static OidcIssuer start(String name, int port) {
        Program program = Program.start(
                name + "-issuer-oidc", Node.command("issuer-oidc.mjs", "--port", Integer.toString(port)), Map.of());
        try {
            return new OidcIssuer(program);
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    /** The issuer identifier. */
    URI url() {
        return url;
    }

    /** A token of a machine client for a resource. */
    String token(String client, String scope, URI resource) throws Exception {
        Http.Answer answer = Http.form(
                url.resolve("/token"),
                Map.of("grant_type", "client_credentials", "scope", scope, "resource", resource.toString()),
                client,
                SECRET);
        JsonNode body = Json.read(answer.body());
        if (!body.has("access_token")) {
            throw new IllegalStateException("no token: " + answer.body());
        }
        return body.path("access_token").asText();
    }

    @Override
    public void close() {
        program.close();
    }
}

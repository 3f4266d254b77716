package dev.securemcp.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The issuer of {@code src/e2e/node/issuer-entra.mjs}, in the shape of Microsoft Entra ID. */
final class EntraIssuer implements AutoCloseable {
    /** An app that signs people in with a secret, as the gateway's bridge does. */
    static final String WEB_APP = "c0ffee00-0000-4000-8000-00000000c001";

    static final String WEB_SECRET = "of-the-tests-only";

    /** A public app. */
    static final String DESKTOP_APP = "c0ffee00-0000-4000-8000-00000000c002";

    private final Program program;
    private final JsonNode facts;

    private EntraIssuer(Program program) {
        this.program = program;
        this.facts = program.awaitFirstStep();
    }

    /** @param port where it listens, 0 for any */
    static EntraIssuer start(String name, int port) {
        Program program = Program.start(
                name + "-issuer-entra", Node.command("issuer-entra.mjs", "--port", Integer.toString(port)), Map.of());
        try {
            return new EntraIssuer(program);
        } catch (RuntimeException | Error e) {
            program.close();
            throw e;
        }
    }

    /** Its address without a path: what Entra calls the authority host. */
    URI host() {
        return URI.create(facts.path("base").asText());
    }

    String tenant() {
        return facts.path("tenant").asText();
    }

    /** The issuer identifier of the tenant's tokens of version 2. */
    String issuer() {
        return host() + "/" + tenant() + "/v2.0";
    }

    /** The issuer identifier of the tenant's tokens of version 1. */
    String issuerOfVersion1() {
        return "https://sts.windows.net/" + tenant() + "/";
    }

    /** The audience of tokens of version 1, and what scopes begin with. */
    String api() {
        return facts.path("api").asText();
    }

    /** The audience of tokens of version 2. */
    String apiId() {
        return facts.path("apiId").asText();
    }

    /** A token as an app of a signed-in person gets it. */
    String token(int version, String scope) throws Exception {
        return token(version, Map.of("scp", scope), Map.of());
    }

    /**
     * A token with any claims.
     *
     * @param granted {@code scp} or {@code roles}
     * @param set claims that replace what stands in a right token
     */
    String token(int version, Map<String, ?> granted, Map<String, ?> set) throws Exception {
        return control("token", Map.of("version", version, "granted", granted, "set", set, "client", DESKTOP_APP))
                .path("token")
                .asText();
    }

    /** A right token of version 2 without a claim. */
    String tokenWithout(String scope, String claim) throws Exception {
        Map<String, Object> set = new HashMap<>();
        set.put(claim, null);
        return token(2, Map.of("scp", scope), set);
    }

    /**
     * Signs with a new key from now on.
     *
     * @param alone whether the key set shows only the new key
     */
    void rotate(boolean alone) throws Exception {
        control("rotate", Map.of("alone", alone));
    }

    /** Where an app may be sent back to. */
    void register(String app, String secret, List<String> redirects) {
        try {
            control("app", Map.of("id", app, "secret", secret, "redirects", redirects));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether everything is answered with 503. */
    void down(boolean is) throws Exception {
        control("down", Map.of("is", is));
    }

    /** How often a path was asked for. */
    int requests(String path) throws Exception {
        return control("requests", Map.of()).path(path).asInt();
    }

    private JsonNode control(String name, Map<String, ?> body) throws IOException, InterruptedException {
        Http.Answer answer = Http.post(host().resolve("/control/" + name), null, Json.write(body));
        if (answer.status() != 200) {
            throw new IllegalStateException(name + ": " + answer.body());
        }
        return Json.read(answer.body());
    }

    @Override
    public void close() {
        program.close();
    }
}

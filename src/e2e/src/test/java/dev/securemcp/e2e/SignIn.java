package dev.securemcp.e2e;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A visit of a client that gets its token itself, from nothing but the server's URL ({@code src/e2e/node/client-oauth.mjs}). */
final class SignIn {
    private final List<String> arguments = new ArrayList<>();

    private SignIn(String sdk, URI url, String grant) {
        arguments.addAll(List.of("--sdk", sdk, "--url", url.toString(), "--grant", grant));
    }

    /** A person signs in with a browser: authorization code with PKCE. */
    static SignIn person(String sdk, URI url) {
        return new SignIn(sdk, url, "code");
    }

    /** A machine with client credentials. */
    static SignIn machine(String sdk, URI url, String client, String secret, String scope) {
        return new SignIn(sdk, url, "credentials")
                .with("client", Json.write(Map.of("clientId", client, "clientSecret", secret, "scope", scope)));
    }

    /** Somebody who has a token already. */
    static SignIn bearer(String sdk, URI url, String token) {
        return new SignIn(sdk, url, "token").with("token", token);
    }

    /** A client that the issuer knows; without it the client registers itself. */
    SignIn as(String client) {
        return with("client", Json.write(Map.of("client_id", client)));
    }

    SignIn with(String option, String value) {
        arguments.addAll(List.of("--" + option, value));
        return this;
    }

    /** What to do once connected: {@link #LIST}, {@link #SPOIL}, or a tool call. */
    Visit visit(Object... steps) {
        return Visit.pay(
                "client-oauth.mjs",
                with("calls", Json.write(List.of(steps))).arguments.toArray(String[]::new));
    }

    /** Asks for the tools. */
    static final Map<String, Boolean> LIST = Map.of("list", true);

    /** Makes the access token worthless. */
    static final Map<String, Boolean> SPOIL = Map.of("spoil", true);
}

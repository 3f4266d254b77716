package dev.securemcp.e2e;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** mcp-remote between a client of the TypeScript SDK and a server behind the gateway. */
final class Remote {
    private static final Visit.Wants WANTS = new Visit.Wants(Weather.FORECAST, null, null, null);

    private Remote() {}

    /** A visit in which a person signs in. */
    static Visit signIn(URI url) throws Exception {
        return visit("remote-signin.mjs", Map.of(), url, "--transport", "http-only");
    }

    /** A visit with client credentials, and nothing else but the URL. */
    static Visit machine(URI url, String client, String secret) throws Exception {
        return visit(
                Map.of("MCP_CLIENT_SECRET", secret),
                url,
                "--transport",
                "http-only",
                "--client-credentials",
                "--static-oauth-client-info",
                "{\"client_id\":\"" + client + "\",\"client_secret\":\"${MCP_CLIENT_SECRET}\"}");
    }

    /** A visit with arguments of the caller's choice. */
    static Visit visit(Map<String, String> environment, URI url, String... arguments) throws Exception {
        return visit("client-v1.mjs", environment, url, arguments);
    }

    private static Visit visit(String script, Map<String, String> environment, URI url, String... arguments)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(url.toString()));
        all.addAll(List.of(arguments));
        // It keeps tokens in this directory, and would not show its credentials where it finds one.
        Path own = Files.createTempDirectory(Files.createDirectories(Layout.LOGS), "remote");
        Map<String, String> with = new HashMap<>(environment);
        with.put("MCP_REMOTE_CONFIG_DIR", own.toString());
        return Visit.pay(
                with,
                script,
                "--transport",
                "stdio",
                "--command",
                Json.write(Node.packaged("mcp-remote/dist/proxy.js", all.toArray(String[]::new))),
                "--wants",
                Json.write(WANTS));
    }
}

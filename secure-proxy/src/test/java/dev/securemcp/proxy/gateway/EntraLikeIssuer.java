package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.gateway.ScriptedBackend.Talk;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An issuer with Entra's ways: it knows no {@code resource} parameter and says so, its metadata is behind its own path only, nobody can
 * register, scopes have the API's name before them. It holds the gateway to PKCE, state, nonce and secret as an issuer does.
 */
final class EntraLikeIssuer implements AutoCloseable {

    static final String CLIENT = "gateway";
    static final String SECRET = "what the issuer knows";

    private final ScriptedBackend server;
    private final BlockingQueue<Map<String, String>> tokenRequests = new LinkedBlockingQueue<>();
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile String refreshError;
    private volatile String nonceInstead;
    private volatile CyclicBarrier together = new CyclicBarrier(1);
    private volatile boolean up = true;

    EntraLikeIssuer() throws IOException {
        this.server = new ScriptedBackend(this::serve);
    }

    /** The identifier of its tenant. */
    String issuer() {
        return "http://127.0.0.1:" + server.port() + "/tenant/v2.0";
    }

    /** From now on refresh tokens are answered with this error; null for none. */
    void refuseRefresh(String error) {
        refreshError = error;
    }

    /** From now on refresh tokens are answered when so many have come. */
    void answerTogether(int requests) {
        together = new CyclicBarrier(requests);
    }

    /** From now on ID tokens have this nonce. */
    void nonce(String nonce) {
        nonceInstead = nonce;
    }

    /** Whether it answers at all. */
    void up(boolean answers) {
        up = answers;
    }

    /** The next request for a token that came. */
    Map<String, String> tokenRequest() throws InterruptedException {
        return tokenRequests.poll(Wire.PATIENCE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    /** How many requests for tokens nobody has looked at. */
    int unseen() {
        return tokenRequests.size();
    }

    /** What a person's browser does there: signs in, and is sent back to where this leads. */
    String signIn(URI authorize) {
        Map<String, String> asked = parameters(authorize.getRawQuery());
        if (asked.containsKey("resource")) {
            throw new AssertionError("AADSTS9010010: the resource parameter does not match the requested scopes");
        }
        if (!asked.get("client_id").equals(CLIENT)
                || !asked.get("code_challenge_method").equals("S256")) {
            throw new AssertionError("not a request of the gateway's: " + asked);
        }
        String code = "upstream-code-" + count.incrementAndGet();
        codes.put(code, asked);
        return asked.get("redirect_uri") + "?code=" + code + "&state=" + asked.get("state") + "&session_state=x";
    }

    private void serve(Talk talk) throws Exception {
        WireMessage request = talk.request();
        String path = request.head().target().split("\\?")[0];
        if (!up) {
            talk.send(Mcp.response("503 Service Unavailable", "busy"));
            return;
        }
        switch (path) {
            case "/tenant/v2.0/.well-known/openid-configuration" -> talk.send(Mcp.ok(metadata()));
            case "/tenant/oauth2/v2.0/token" -> talk.send(token(request));
            default -> talk.send(Mcp.response("404 Not Found", "{}"));
        }
    }

    private String metadata() {
        String tenant = "http://127.0.0.1:" + server.port() + "/tenant";
        return """
                {"issuer":"%s","authorization_endpoint":"%s/oauth2/v2.0/authorize","token_endpoint":"%s/oauth2/v2.0/token",
                 "jwks_uri":"%s/discovery/v2.0/keys","token_endpoint_auth_methods_supported":["client_secret_post","private_key_jwt"]}
                """
                .formatted(issuer(), tenant, tenant, tenant);
    }

    private String token(WireMessage request) throws Exception {
        Map<String, String> form = parameters(request.text());
        tokenRequests.add(form);
        if (form.containsKey("resource")) {
            return error("invalid_target");
        }
        boolean proved = SECRET.equals(form.get("client_secret")) || isAssertion(form);
        if (!CLIENT.equals(form.get("client_id")) || !proved) {
            return error("invalid_client");
        }
        if ("refresh_token".equals(form.get("grant_type"))) {
            together.await(Wire.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return refreshError != null || !form.get("refresh_token").startsWith("upstream-refresh-")
                    ? error(refreshError == null ? "invalid_grant" : refreshError)
                    : tokens(form.get("scope"), null);
        }
        Map<String, String> asked = codes.remove(form.get("code"));
        if (asked == null || !asked.get("redirect_uri").equals(form.get("redirect_uri"))) {
            return error("invalid_grant");
        }
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(form.get("code_verifier").getBytes(StandardCharsets.US_ASCII));
        if (!text(digest).equals(asked.get("code_challenge"))) {
            return error("invalid_grant");
        }
        return tokens(asked.get("scope"), asked.get("nonce"));
    }

    /** The signature is looked at elsewhere. */
    private boolean isAssertion(Map<String, String> form) {
        String assertion = form.get("client_assertion");
        if (assertion == null
                || !"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                        .equals(form.get("client_assertion_type"))) {
            return false;
        }
        String claims = new String(Base64.getUrlDecoder().decode(assertion.split("\\.")[1]), StandardCharsets.UTF_8);
        return claims.contains("\"iss\":\"" + CLIENT + "\"")
                && claims.contains("\"aud\":\"http://127.0.0.1:" + server.port() + "/tenant/oauth2/v2.0/token\"");
    }

    private String tokens(String scope, String nonce) {
        int n = count.incrementAndGet();
        String granted =
                scope.replace("openid", "").replace("offline_access", "").strip();
        String id =
                nonce == null ? "" : ",\"id_token\":\"" + idToken(nonceInstead == null ? nonce : nonceInstead) + "\"";
        String refresh = scope.contains("offline_access") ? ",\"refresh_token\":\"upstream-refresh-" + n + "\"" : "";
        return Mcp.ok("{\"token_type\":\"Bearer\",\"access_token\":\"upstream-access-" + n
                + "\",\"expires_in\":3600,\"scope\":\"" + granted + "\"" + refresh + id + "}");
    }

    private String idToken(String nonce) {
        long exp = Instant.now().getEpochSecond() + 3600;
        String claims = "{\"iss\":\"" + issuer() + "\",\"aud\":\"" + CLIENT + "\",\"exp\":" + exp + ",\"nonce\":\""
                + nonce + "\"}";
        return text("{}".getBytes(StandardCharsets.UTF_8)) + "." + text(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static String error(String error) {
        return Mcp.response(
                "400 Bad Request",
                "{\"error\":\"" + error
                        + "\",\"error_description\":\"AADSTS70000: said \\\"no\\\"\\r\\nTrace ID: 1\"}");
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Map<String, String> parameters(String encoded) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : encoded == null ? new String[0] : encoded.split("&")) {
            int equals = pair.indexOf('=');
            values.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return values;
    }

    static String form(Map<String, String> values) {
        StringBuilder form = new StringBuilder();
        values.forEach((name, value) -> form.append(form.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return form.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}

package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway with a bridge before an issuer, and what clients and people's browsers do with it. The server is {@code weather}. */
final class BridgeVisit implements AutoCloseable {

    static final String PUBLIC = "https://mcp.example.com";
    static final String ISSUER = PUBLIC + "/weather";
    static final String RESOURCE = ISSUER + "/mcp";
    static final String REDIRECT = "https://client.example/cb";
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HIDDEN = Pattern.compile("name=\"(transaction|csrf)\" value=\"([^\"]*)\"");

    final EntraLikeIssuer issuer;
    GatewayFixture gateway;

    private BridgeVisit(EntraLikeIssuer issuer, GatewayFixture gateway) {
        this.issuer = issuer;
        this.gateway = gateway;
    }

    /**
     * Starts both.
     *
     * @param bridge further lines of {@code bridge}
     */
    static BridgeVisit start(Path directory, InstantSource clock, String... bridge) throws Exception {
        return open(directory, clock, PUBLIC, "", bridge);
    }

    /**
     * Starts both.
     *
     * @param more further lines of the document
     */
    static BridgeVisit open(Path directory, InstantSource clock, String publicUrl, String more, String... bridge)
            throws Exception {
        EntraLikeIssuer issuer = new EntraLikeIssuer();
        String yaml =
                """
                public-url: %s
                servers:
                  weather:
                    backend: b
                    display-name: Weather <Tools>
                    subscription-required: false
                    authorization:
                      servers: [{ issuer: "%s" }]
                      audiences: [app]
                      scopes: [weather.read]
                      bridge:
                        client-id: gateway
                        client-secret: "{{issuer-secret}}"
                        scopes: { weather.read: "api://app/weather.read", weather.alerts: "api://app/weather.alerts" }
                %s
                  other:
                    backend: b
                    subscription-required: false
                    authorization:
                      servers: ["%s"]
                      audiences: [app]
                      bridge: { client-id: gateway, client-secret: "{{issuer-secret}}", scopes: { a: b } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:1/mcp" }] } }
                named-values: { issuer-secret: { secret: true, value: "%s" } }
                %s
                """
                        .formatted(
                                publicUrl,
                                issuer.issuer(),
                                String.join("\n", List.of(bridge)).indent(8),
                                issuer.issuer(),
                                EntraLikeIssuer.SECRET,
                                more);
        if (List.of(bridge).stream().anyMatch(line -> line.startsWith("client-certificate"))) {
            yaml = yaml.replaceFirst(" +client-secret: .*\n", "");
        }
        return new BridgeVisit(issuer, GatewayFixture.start(directory, yaml, true, clock));
    }

    /** The same before another gateway of the same configuration, which somebody else ends. */
    void moveTo(GatewayFixture other) {
        gateway = other;
    }

    /** A browser of its own, with its cookies. */
    final class Browser {

        final Map<String, String> cookies = new TreeMap<>();

        WireMessage get(String url, String... fields) throws IOException {
            return keep(exchange("GET " + target(url) + " HTTP/1.1\r\n" + head(fields) + "\r\n"));
        }

        WireMessage post(String path, Map<String, String> form, String... fields) throws IOException {
            String body = EntraLikeIssuer.form(form);
            return keep(exchange("POST " + path + " HTTP/1.1\r\n" + head(fields)
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                    + body));
        }

        private String head(String... fields) {
            StringBuilder jar = new StringBuilder();
            cookies.forEach((name, value) -> jar.append(jar.isEmpty() ? "" : "; ")
                    .append(name)
                    .append('=')
                    .append(value));
            return Mcp.HOST + String.join("", fields) + (jar.isEmpty() ? "" : "Cookie: " + jar + "\r\n");
        }

        private WireMessage keep(WireMessage answer) {
            for (String set : answer.head().all("Set-Cookie")) {
                String pair = set.substring(0, set.indexOf(';'));
                String name = pair.substring(0, pair.indexOf('='));
                if (set.contains("Max-Age=0")) {
                    cookies.remove(name);
                } else {
                    cookies.put(name, pair.substring(name.length() + 1));
                }
            }
            return answer;
        }

        /** Opens the page that asks. */
        Map<String, String> open(Map<String, String> request) throws IOException {
            WireMessage page = get("/weather/authorize?" + EntraLikeIssuer.form(request));
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            Map<String, String> form = new LinkedHashMap<>();
            Matcher hidden = HIDDEN.matcher(page.text());
            while (hidden.find()) {
                form.put(hidden.group(1), hidden.group(2));
            }
            return form;
        }

        /** Lets the client in; where that leads. */
        URI approve(Map<String, String> form) throws IOException {
            Map<String, String> all = new LinkedHashMap<>(form);
            all.put("decision", "approve");
            return location(post("/weather/authorize", all, "Origin: " + PUBLIC + "\r\n"), 303);
        }

        /** All of it; where the client is sent to in the end. */
        URI signIn(Map<String, String> request) throws IOException {
            return location(get(issuer.signIn(approve(open(request)))), 302);
        }

        /** All of it; the code that the client gets. */
        String code(Map<String, String> request) throws IOException {
            return parameters(signIn(request)).get("code");
        }
    }

    Browser browser() {
        return new Browser();
    }

    /** A client registers itself; its id. */
    String register() throws IOException {
        return json(registration("{\"redirect_uris\":[\"" + REDIRECT
                        + "\",\"http://127.0.0.1/cb\"],\"client_name\":\"A <b>client</b>\","
                        + "\"grant_types\":[\"authorization_code\",\"refresh_token\"]}"))
                .path("client_id")
                .asText();
    }

    WireMessage registration(String json) throws IOException {
        return exchange("POST /weather/register HTTP/1.1\r\n" + Mcp.HOST + Mcp.JSON + "Content-Length: "
                + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json);
    }

    /** What a client asks for. */
    static Map<String, String> request(String clientId) {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", clientId);
        request.put("redirect_uri", REDIRECT);
        request.put("state", "the client's own");
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        request.put("scope", "weather.read");
        request.put("resource", RESOURCE);
        return request;
    }

    /** What a client sends for its code. */
    static Map<String, String> redemption(String clientId, String code) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("client_id", clientId);
        form.put("code", code);
        form.put("redirect_uri", REDIRECT);
        form.put("code_verifier", VERIFIER);
        form.put("resource", RESOURCE);
        return form;
    }

    WireMessage token(Map<String, String> form, String... fields) throws IOException {
        return browser().post("/weather/token", form, fields);
    }

    /** What a client gets for its code. */
    JsonNode redeem(String clientId, String code) throws IOException {
        WireMessage answer = token(redemption(clientId, code));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return json(answer);
    }

    WireMessage refresh(String clientId, String refreshToken) throws IOException {
        return token(Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken));
    }

    WireMessage exchange(String request) throws IOException {
        return gateway.exchange(request);
    }

    static JsonNode json(WireMessage answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    static URI location(WireMessage answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return URI.create(answer.header("Location"));
    }

    static Map<String, String> parameters(URI url) {
        return EntraLikeIssuer.parameters(url.getRawQuery());
    }

    /** Path and query of a URL that leads to the gateway. */
    private static String target(String url) {
        return url.startsWith("/") ? url : url.substring(url.indexOf('/', url.indexOf("://") + 3));
    }

    @Override
    public void close() throws Exception {
        gateway.close();
        issuer.close();
    }
}

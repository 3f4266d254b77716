package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.BridgeVisit.PUBLIC;
import static dev.securemcp.proxy.gateway.BridgeVisit.REDIRECT;
import static dev.securemcp.proxy.gateway.BridgeVisit.json;
import static dev.securemcp.proxy.gateway.BridgeVisit.parameters;
import static dev.securemcp.proxy.gateway.BridgeVisit.redemption;
import static dev.securemcp.proxy.gateway.BridgeVisit.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.BridgeVisit.Browser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bridge is attacked with, over real sockets. */
class BridgeAttacksTest {

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private BridgeVisit visit;
    private String client;

    @BeforeEach
    void start() throws Exception {
        visit = BridgeVisit.start(directory, now::get, "remember-consent: 30d");
        client = visit.register();
    }

    @AfterEach
    void stop() throws Exception {
        visit.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    /** Refused on a page, with nothing that leads anywhere. */
    private void isErrorPage(WireMessage answer, int status, String reason) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Location")).isNull();
        assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(answer.text()).contains(reason).doesNotContain("<script", "href");
        visit.gateway.awaitSecurity("\"reason\":\"" + reason + "\"");
    }

    private void isTokenError(WireMessage answer, int status, String error) throws IOException {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(json(answer).path("error").asText()).isEqualTo(error);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void a_code_is_good_once_and_its_second_use_ends_what_came_of_it() throws Exception {
        String code = visit.browser().code(request(client));
        String refresh = visit.redeem(client, code).path("refresh_token").asText();

        isTokenError(visit.token(redemption(client, code)), 400, "invalid_grant");
        isTokenError(visit.refresh(client, refresh), 400, "invalid_grant");
    }

    @ParameterizedTest
    @CsvSource({
        "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXX, invalid_grant",
        "redirect_uri, https://client.example/other, invalid_grant",
        "resource, https://mcp.example.com/weather/sse, invalid_target",
        "resource, https://mcp.example.com/other/mcp, invalid_target",
    })
    void a_stolen_code_is_of_no_use_and_gone(String name, String value, String error) throws Exception {
        String code = visit.browser().code(request(client));
        Map<String, String> form = redemption(client, code);
        form.put(name, value);

        isTokenError(visit.token(form), 400, error);
        isTokenError(visit.token(redemption(client, code)), 400, "invalid_grant");
    }

    @Test
    void a_stolen_code_is_of_no_use_to_another_client() throws Exception {
        String code = visit.browser().code(request(client));

        isTokenError(visit.token(redemption(visit.register(), code)), 400, "invalid_grant");
    }

    @Test
    void a_code_is_of_no_use_at_another_server() throws Exception {
        String code = visit.browser().code(request(client));

        isTokenError(visit.browser().post("/other/token", redemption(client, code)), 401, "invalid_client");
        assertThat(visit.redeem(client, code).path("access_token").asText()).isNotEmpty();
    }

    @Test
    void a_code_ends_after_a_minute() throws Exception {
        String code = visit.browser().code(request(client));
        pass(Duration.ofSeconds(61));

        isTokenError(visit.token(redemption(client, code)), 400, "invalid_grant");
    }

    @Test
    void a_refresh_token_that_was_replaced_ends_its_grant() throws Exception {
        String first = visit.redeem(client, visit.browser().code(request(client)))
                .path("refresh_token")
                .asText();
        String second = json(visit.refresh(client, first)).path("refresh_token").asText();
        pass(Duration.ofSeconds(11));

        isTokenError(visit.refresh(client, first), 400, "invalid_grant");
        isTokenError(visit.refresh(client, second), 400, "invalid_grant");
        visit.gateway.awaitSecurity("BridgeRefreshTokenInvalid");
    }

    @Test
    void a_refresh_token_is_of_no_use_to_another_client_or_server_and_ends_its_grant() throws Exception {
        String token = visit.redeem(client, visit.browser().code(request(client)))
                .path("refresh_token")
                .asText();

        isTokenError(visit.refresh(visit.register(), token), 400, "invalid_grant");
        isTokenError(visit.refresh(client, token), 400, "invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "x", "x.", ".x", "a.b", "upstream-refresh-1"})
    void a_refresh_token_that_was_never_given_is_of_no_use(String token) throws Exception {
        WireMessage answer = visit.refresh(client, token);

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void an_unused_grant_ends_after_a_month() throws Exception {
        String token = visit.redeem(client, visit.browser().code(request(client)))
                .path("refresh_token")
                .asText();
        pass(Duration.ofDays(31));

        isTokenError(visit.refresh(client, token), 400, "invalid_grant");
    }

    @Test
    void a_sign_in_ends_in_the_browser_that_it_began_in() throws Exception {
        Browser victim = visit.browser();
        Browser attacker = visit.browser();
        String returned = visit.issuer.signIn(attacker.approve(attacker.open(request(client))));
        victim.open(request(client));

        isErrorPage(victim.get(returned), 403, "BridgeBrowserMismatch");
    }

    @Test
    void an_answer_of_the_issuers_is_good_once() throws Exception {
        Browser browser = visit.browser();
        String returned = visit.issuer.signIn(browser.approve(browser.open(request(client))));
        Map<String, String> cookies = Map.copyOf(browser.cookies);
        browser.get(returned);
        browser.cookies.putAll(cookies);

        isErrorPage(browser.get(returned), 400, "BridgeSignInUnknown");
    }

    @Test
    void a_state_that_was_made_up_leads_nowhere() throws Exception {
        isErrorPage(
                visit.browser().get("/oauth/callback?code=a&state=b&redirect_uri=https://evil.example/"),
                400,
                "BridgeSignInUnknown");
        isErrorPage(visit.browser().get("/oauth/callback?code=a"), 400, "BridgeRequestInvalid");
    }

    @Test
    void a_sign_in_that_takes_too_long_is_over() throws Exception {
        Browser browser = visit.browser();
        String returned = visit.issuer.signIn(browser.approve(browser.open(request(client))));
        pass(Duration.ofMinutes(11));

        isErrorPage(browser.get(returned), 400, "BridgeSignInUnknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://mcp.example.com/weather", "null"})
    void an_answer_of_another_issuers_is_refused(String iss) throws Exception {
        Browser browser = visit.browser();
        String returned = visit.issuer.signIn(browser.approve(browser.open(request(client))));

        isErrorPage(browser.get(returned + "&iss=" + iss), 400, "BridgeIssuerMismatch");
        assertThat(visit.issuer.unseen()).as("its code goes nowhere").isZero();
    }

    @Test
    void an_answer_that_names_the_issuer_is_taken() throws Exception {
        Browser browser = visit.browser();
        String returned = visit.issuer.signIn(browser.approve(browser.open(request(client))));

        assertThat(parameters(BridgeVisit.location(browser.get(returned + "&iss=" + visit.issuer.issuer()), 302)))
                .containsKey("code");
    }

    @Test
    void somebody_elses_code_of_the_issuers_is_of_no_use() throws Exception {
        Browser victim = visit.browser();
        Browser attacker = visit.browser();
        String theirs = visit.issuer.signIn(attacker.approve(attacker.open(request(client))));
        String ours = visit.issuer.signIn(victim.approve(victim.open(request(client))));
        String injected = ours.replaceFirst(
                "code=[^&]*",
                "code="
                        + EntraLikeIssuer.parameters(URI.create(theirs).getRawQuery())
                                .get("code"));

        URI back = BridgeVisit.location(victim.get(injected), 302);

        // PKCE of our own: the verifier is the victim's, the challenge the attacker's.
        assertThat(parameters(back)).containsKey("error").doesNotContainKey("code");
    }

    @Test
    void an_id_token_of_another_sign_in_is_of_no_use() throws Exception {
        visit.issuer.nonce("another");

        assertThat(parameters(visit.browser().signIn(request(client))))
                .containsEntry("error", "server_error")
                .doesNotContainKey("code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/cb/",
                "https://client.example/cb/../evil",
                "https://client.example/CB",
                "https://client.example@evil.example/cb",
                "https://client.example/cb#x",
                "https://client.example:444/cb",
                "https://evil.example/cb",
                "http://client.example/cb",
                "http://127.0.0.1.evil.example/cb",
                "http://localhost/cb",
                "javascript:alert(1)",
                "//evil.example/cb"
            })
    void nobody_is_sent_where_the_client_did_not_register(String redirect) throws Exception {
        Map<String, String> request = request(client);
        request.put("redirect_uri", redirect);

        isErrorPage(
                visit.browser().get("/weather/authorize?" + EntraLikeIssuer.form(request)),
                400,
                "BridgeRedirectNotRegistered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unknown", "a.b", "https://127.0.0.1/client.json", "https://169.254.169.254/latest/meta-data"
            })
    void an_unknown_client_sends_nobody_anywhere(String id) throws Exception {
        WireMessage answer = visit.browser().get("/weather/authorize?" + EntraLikeIssuer.form(request(id)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Location")).isNull();
    }

    @Test
    void a_client_of_one_server_is_unknown_at_another() throws Exception {
        isErrorPage(
                visit.browser().get("/other/authorize?" + EntraLikeIssuer.form(request(client))),
                400,
                "BridgeClientUnknown");
    }

    @Test
    void without_pkce_nothing_is_begun() throws Exception {
        Map<String, String> request = request(client);
        request.put("code_challenge_method", "plain");
        request.put("redirect_uri", "http://127.0.0.1:9/cb");
        WireMessage answer = visit.browser().get("/weather/authorize?" + EntraLikeIssuer.form(request));

        assertThat(parameters(BridgeVisit.location(answer, 302)))
                .containsEntry("error", "invalid_request")
                .containsEntry("iss", BridgeVisit.ISSUER)
                .containsEntry("state", "the client's own");
        assertThat(answer.header("Set-Cookie")).isNull();
    }

    @Test
    void the_page_can_be_neither_framed_nor_made_to_run_anything() throws Exception {
        WireMessage page = visit.browser().get("/weather/authorize?" + EntraLikeIssuer.form(request(client)));

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Access-Control-Allow-Origin")).isNull();
        assertThat(page.header("Set-Cookie"))
                .startsWith("__Host-bridge-")
                .contains("; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure")
                .doesNotContain("Domain");
        assertThat(page.text())
                .contains("A &lt;b&gt;client&lt;/b&gt;", "Weather &lt;Tools&gt;", "client.example", "weather.read")
                .contains("nobody has checked")
                .doesNotContain("<b>", "<Tools>", "<script");
    }

    @Test
    void names_and_texts_of_strangers_cannot_break_out() throws Exception {
        String evil = json(visit.registration("{\"redirect_uris\":[\"" + REDIRECT + "?a='x'&b=1\"],\"client_name\":"
                        + "\"\\\"><img src=x onerror=alert(1)>\\r\\nSet-Cookie: a=b\\u202e\"}"))
                .path("client_id")
                .asText();
        Map<String, String> request = request(evil);
        request.put("redirect_uri", REDIRECT + "?a='x'&b=1");
        request.put("state", "\r\nSet-Cookie: a=b\r\n\r\n<script>");
        Browser browser = visit.browser();
        WireMessage page = browser.get("/weather/authorize?" + EntraLikeIssuer.form(request));

        assertThat(page.text())
                .contains("&quot;&gt;&lt;img src=x onerror=alert(1)&gt; Set-Cookie: a=b")
                .contains("?a=&#39;x&#39;&amp;b=1")
                .doesNotContain("<img", "\u202e");
        assertThat(page.head().all("Set-Cookie")).hasSize(1);

        URI back = browser.signIn(request);
        assertThat(back.toString()).startsWith(REDIRECT + "?a='x'&b=1&code=");
        assertThat(EntraLikeIssuer.parameters(back.getRawQuery()))
                .containsEntry("state", "\r\nSet-Cookie: a=b\r\n\r\n<script>");
    }

    @Test
    void a_consent_needs_the_browser_the_page_and_a_person() throws Exception {
        Browser browser = visit.browser();

        Map<String, String> form = approved(browser.open(request(client)));
        isErrorPage(visit.browser().post("/weather/authorize", form), 403, "BridgeBrowserMismatch");

        form = approved(browser.open(request(client)));
        form.put("csrf", form.get("transaction"));
        isErrorPage(browser.post("/weather/authorize", form), 403, "BridgeConsentForged");

        form = approved(browser.open(request(client)));
        form.remove("csrf");
        isErrorPage(browser.post("/weather/authorize", form), 403, "BridgeConsentForged");

        form = approved(browser.open(request(client)));
        isErrorPage(
                browser.post("/weather/authorize", form, "Origin: https://evil.example\r\n"),
                403,
                "BridgeConsentForged");
        isErrorPage(browser.post("/weather/authorize", form, "Origin: null\r\n"), 403, "BridgeConsentForged");
        isErrorPage(
                browser.post("/weather/authorize", form, "Sec-Fetch-Site: cross-site\r\n"), 403, "BridgeConsentForged");

        // None of the three took anything: the page itself still works, once.
        assertThat(browser.post("/weather/authorize", form, "Origin: " + PUBLIC + "\r\nSec-Fetch-Site: same-origin\r\n")
                        .status())
                .isEqualTo(303);
        isErrorPage(browser.post("/weather/authorize", form), 400, "BridgeSignInUnknown");

        form = browser.open(with("redirect_uri", "http://127.0.0.1:9/cb"));
        assertThat(parameters(BridgeVisit.location(browser.post("/weather/authorize", form), 303)))
                .as("a form without an answer is a no")
                .containsEntry("error", "access_denied");
    }

    @Test
    void a_consent_in_a_query_is_none() throws Exception {
        Browser browser = visit.browser();
        Map<String, String> form = approved(browser.open(request(client)));

        assertThat(browser.get("/weather/authorize?" + EntraLikeIssuer.form(form))
                        .status())
                .isEqualTo(400);
        assertThat(visit.exchange("POST /weather/authorize?" + EntraLikeIssuer.form(form) + " HTTP/1.1\r\n" + Mcp.HOST
                                + "Content-Length: 0\r\n\r\n")
                        .status())
                .isEqualTo(400);
    }

    private static Map<String, String> approved(Map<String, String> form) {
        Map<String, String> approved = new LinkedHashMap<>(form);
        approved.put("decision", "approve");
        return approved;
    }

    @Test
    void a_remembered_consent_is_for_the_same_browser_client_redirect_and_scopes_only() throws Exception {
        Browser browser = visit.browser();
        Map<String, String> form = approved(browser.open(request(client)));
        form.put("remember", "on");
        browser.post("/weather/authorize", form);

        assertThat(status(browser, request(client))).isEqualTo(302);
        assertThat(status(visit.browser(), request(client)))
                .as("another browser")
                .isEqualTo(200);
        assertThat(status(browser, request(visit.register())))
                .as("another client")
                .isEqualTo(200);
        assertThat(status(browser, with("scope", "weather.read weather.alerts")))
                .as("more scopes")
                .isEqualTo(200);
        assertThat(status(browser, with("redirect_uri", "http://127.0.0.1:9/cb")))
                .as("another redirect")
                .isEqualTo(200);
        assertThat(status(browser, with("prompt", "consent"))).as("asked for").isEqualTo(200);
        String name = "__Host-bridge_consents";
        String sealed = browser.cookies.get(name);
        browser.cookies.put(name, (sealed.startsWith("A") ? "B" : "A") + sealed.substring(1));
        assertThat(status(browser, request(client))).as("a forged cookie").isEqualTo(200);
        browser.cookies.put(name, sealed);
        pass(Duration.ofDays(31));
        assertThat(status(browser, request(client))).as("after its time").isEqualTo(200);
    }

    private Map<String, String> with(String name, String value) {
        Map<String, String> request = request(client);
        request.put(name, value);
        return request;
    }

    private int status(Browser browser, Map<String, String> request) throws IOException {
        return browser.get("/weather/authorize?" + EntraLikeIssuer.form(request))
                .status();
    }

    @Test
    void without_a_page_there_is_no_first_consent() throws Exception {
        Map<String, String> request = with("prompt", "none");
        request.put("redirect_uri", "http://127.0.0.1:9/cb");

        assertThat(parameters(BridgeVisit.location(
                        visit.browser().get("/weather/authorize?" + EntraLikeIssuer.form(request)), 302)))
                .containsEntry("error", "interaction_required");
    }

    @Test
    void a_flood_of_registrations_takes_nothing_from_others() throws Exception {
        for (int i = 1; i < 60; i++) {
            assertThat(visit.registration("{\"redirect_uris\":[\"https://a.example/\"]}")
                            .status())
                    .isEqualTo(201);
        }
        WireMessage refused = visit.registration("{\"redirect_uris\":[\"https://a.example/\"]}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(status(visit.browser(), request(client)))
                .as("who is registered is known")
                .isEqualTo(200);
        pass(Duration.ofMinutes(61));
        assertThat(visit.registration("{\"redirect_uris\":[\"https://a.example/\"]}")
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"redirect_uris\":[\"https://a.example/\"]} x",
                "{\"redirect_uris\":[\"http://a.example/\"]}"
            })
    void what_is_no_registration_is_refused(String body) throws Exception {
        WireMessage answer = visit.registration(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).path("error").asText()).startsWith("invalid_");
    }

    @Test
    void a_body_that_is_too_large_is_not_read() throws Exception {
        isTokenError(visit.registration("{\"x\":\"" + "a".repeat(70_000) + "\"}"), 413, "invalid_request");
    }

    @Test
    void the_token_endpoint_takes_forms_alone_and_no_grants_but_two() throws Exception {
        isTokenError(
                visit.exchange(
                        "POST /weather/token HTTP/1.1\r\n" + Mcp.HOST + Mcp.JSON + "Content-Length: 2\r\n\r\n{}"),
                400,
                "invalid_request");
        isTokenError(
                visit.token(Map.of("grant_type", "client_credentials", "client_id", client)),
                400,
                "unsupported_grant_type");
        isTokenError(visit.token(Map.of("grant_type", "authorization_code", "code", "x")), 401, "invalid_client");
        WireMessage get = visit.browser().get("/weather/token?grant_type=refresh_token");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).isEqualTo("POST");
        WireMessage twice = visit.exchange(
                "POST /weather/token HTTP/1.1\r\n" + Mcp.HOST
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 25\r\n\r\ngrant_type=a&grant_type=b");
        isTokenError(twice, 400, "invalid_request");
    }

    @Test
    void another_host_name_is_not_ours() throws Exception {
        assertThat(visit.exchange("GET /weather/authorize HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void a_browser_does_not_gather_cookies_without_end() throws Exception {
        Browser browser = visit.browser();
        for (int i = 0; i < 30; i++) {
            browser.open(request(client));
        }

        assertThat(browser.cookies).hasSizeLessThan(10);
    }

    @Test
    void old_cookies_and_logs_hold_no_token() throws Exception {
        Browser browser = visit.browser();
        visit.redeem(client, browser.code(request(client)));

        assertThat(browser.cookies.toString()).doesNotContain("upstream");
        assertThat(List.copyOf(visit.gateway.access())).noneMatch(line -> line.contains("upstream"));
    }
}

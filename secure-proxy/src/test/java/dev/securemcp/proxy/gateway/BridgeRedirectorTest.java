package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.BridgeVisit.REDIRECT;
import static dev.securemcp.proxy.gateway.BridgeVisit.parameters;
import static dev.securemcp.proxy.gateway.BridgeVisit.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.BridgeVisit.Browser;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stranger registers an address and asks for what is refused: nobody may be sent there by our name alone (RFC 9700 §4.11.2). */
class BridgeRedirectorTest {

    @TempDir
    private Path directory;

    private BridgeVisit start(String... bridge) throws Exception {
        return BridgeVisit.start(directory, InstantSource.system(), bridge);
    }

    /** What is refused: a faulty request, one that forbids the page, and one that a person says no to. */
    private static WireMessage refused(Browser browser, String how, Map<String, String> request) throws Exception {
        switch (how) {
            case "faulty" -> request.put("scope", "no.such");
            case "silent" -> request.put("prompt", "none");
            default -> {
                Map<String, String> form = browser.open(request);
                form.put("decision", "deny");
                return browser.post("/weather/authorize", form);
            }
        }
        return browser.get("/weather/authorize?" + EntraLikeIssuer.form(request));
    }

    private static void isPage(WireMessage answer) {
        assertThat(answer.header("Location")).isNull();
        assertThat(answer.header("Refresh")).isNull();
        assertThat(answer.status()).as(answer.text()).isIn(400, 403);
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.text())
                .contains("<dd>client.example</dd>", "<dd>" + REDIRECT + "</dd>", "Nobody has checked")
                .contains("<a rel=\"noreferrer\" href=\"" + REDIRECT + "?error=")
                .contains("&amp;state=the+client%27s+own")
                .doesNotContain("<script", "http-equiv", "<form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"faulty", "silent", "no"})
    void who_is_refused_reads_a_strangers_address_before_going_there(String how) throws Exception {
        try (BridgeVisit visit = start("remember-consent: 30d")) {
            Browser browser = visit.browser();
            isPage(refused(browser, how, request(visit.register())));

            assertThat(browser.cookies).as("nothing is begun").isEmpty();
            visit.gateway.awaitSecurity("\"reason\":\"Bridge");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"faulty", "silent", "no"})
    void a_program_on_this_computer_is_told_at_once(String how) throws Exception {
        try (BridgeVisit visit = start()) {
            Map<String, String> request = request(visit.register());
            request.put("redirect_uri", "http://127.0.0.1:50123/cb");

            assertThat(refused(visit.browser(), how, request).header("Location"))
                    .startsWith("http://127.0.0.1:50123/cb?error=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"faulty", "silent", "no"})
    void an_address_that_the_operator_names_is_told_at_once(String how) throws Exception {
        try (BridgeVisit visit = start("redirects: [\"https://client.example/*\", \"http://127.0.0.1/*\"]")) {
            assertThat(refused(visit.browser(), how, request(visit.register())).header("Location"))
                    .startsWith(REDIRECT + "?error=");
        }
    }

    @Test
    void whoever_allows_all_addresses_has_named_none() throws Exception {
        try (BridgeVisit visit = start("redirects: [\"https://*\", \"http://127.0.0.1/*\"]")) {
            isPage(refused(visit.browser(), "faulty", request(visit.register())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"faulty", "silent", "no"})
    void an_address_that_was_agreed_to_in_this_browser_is_told_at_once(String how) throws Exception {
        try (BridgeVisit visit = start("remember-consent: 30d")) {
            String client = visit.register();
            Browser browser = visit.browser();
            Map<String, String> form = browser.open(request(client));
            form.put("decision", "approve");
            form.put("remember", "on");
            browser.post("/weather/authorize", form);

            Map<String, String> more = request(client);
            more.put("scope", "weather.read weather.alerts");
            assertThat(parameters(BridgeVisit.location(refused(browser, how, more), how.equals("no") ? 303 : 302)))
                    .containsKey("error");
            isPage(refused(visit.browser(), how, request(client)));
            isPage(refused(browser, how, request(visit.register())));
        }
    }
}

package dev.securemcp.proxy.gateway.bridge;

import static dev.securemcp.proxy.gateway.bridge.Sites.CHALLENGE;
import static dev.securemcp.proxy.gateway.bridge.Sites.REDIRECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.gateway.bridge.AuthorizeDecision.Ask;
import dev.securemcp.proxy.gateway.bridge.AuthorizeDecision.SendBack;
import dev.securemcp.proxy.gateway.bridge.AuthorizeDecision.ShowError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of authorization requests. */
class AuthorizeDecisionTest {

    private static final BridgeSite SITE = Sites.site();

    private static Map<String, String> sound() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("response_type", "code");
        request.put("client_id", "client");
        request.put("redirect_uri", REDIRECT);
        request.put("state", "s t&a=te");
        request.put("code_challenge", CHALLENGE);
        request.put("code_challenge_method", "S256");
        request.put("scope", "weather.read");
        request.put("resource", "https://mcp.example.com/weather/mcp");
        return request;
    }

    private static AuthorizeDecision decide(Map<String, String> request) {
        return AuthorizeDecision.decide(SITE, Sites.parameters(request), Sites.client());
    }

    @Test
    void a_sound_request_is_put_to_the_person() {
        Ask ask = (Ask) decide(sound());

        assertThat(ask.asked())
                .isEqualTo(new BridgeEntry.Asked(
                        "weather",
                        "client",
                        true,
                        REDIRECT,
                        "s t&a=te",
                        CHALLENGE,
                        List.of("weather.read"),
                        "https://mcp.example.com/weather/mcp"));
        assertThat(ask.silent()).isFalse();
        assertThat(ask.fresh()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "redirect_uri, -, REDIRECT_NOT_REGISTERED",
                "redirect_uri, https://client.example/cb/, REDIRECT_NOT_REGISTERED",
                "redirect_uri, https://evil.example/cb, REDIRECT_NOT_REGISTERED",
                "redirect_uri, https://client.example/cb#f, REDIRECT_NOT_REGISTERED",
            })
    void what_cannot_be_trusted_is_answered_nowhere_else(String name, String value, Refusal refusal) {
        Map<String, String> request = sound();
        request.put(name, value);

        assertThat(decide(request)).isEqualTo(new ShowError(refusal));
    }

    @Test
    void an_unknown_client_is_answered_nowhere_else() {
        assertThat(AuthorizeDecision.decide(SITE, Sites.parameters(sound()), null))
                .isEqualTo(new ShowError(Refusal.CLIENT_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({"client_id", "redirect_uri"})
    void what_names_the_client_stands_once(String name) {
        String twice = Parameters.form(sound()) + "&" + name + "=other";

        assertThat(AuthorizeDecision.decide(SITE, Parameters.parse(twice), Sites.client()))
                .isEqualTo(new ShowError(Refusal.REQUEST_INVALID));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "response_type, -, RESPONSE_TYPE_UNKNOWN",
                "response_type, token, RESPONSE_TYPE_UNKNOWN",
                "response_type, code token, RESPONSE_TYPE_UNKNOWN",
                "response_mode, fragment, REQUEST_INVALID",
                "response_mode, form_post, REQUEST_INVALID",
                "request, ey.J.x, REQUEST_INVALID",
                "request_uri, urn:x, REQUEST_INVALID",
                "code_challenge, -, PKCE_REQUIRED",
                "code_challenge, short, PKCE_REQUIRED",
                "code_challenge_method, -, PKCE_REQUIRED",
                "code_challenge_method, plain, PKCE_REQUIRED",
                "code_challenge_method, s256, PKCE_REQUIRED",
                "scope, weather.write, SCOPE_UNKNOWN",
                "scope, weather.read weather.write, SCOPE_UNKNOWN",
                "scope, api://app/weather.read, SCOPE_UNKNOWN",
                "resource, https://mcp.example.com/other/mcp, RESOURCE_UNKNOWN",
                "resource, https://mcp.example.com/weather/mcp/x, RESOURCE_UNKNOWN",
                "resource, https://mcp.example.com/weather/mcp?x=1, RESOURCE_UNKNOWN",
                "resource, https://mcp.example.com/weather/mcp#x, RESOURCE_UNKNOWN",
                "resource, https://mcp.example.com:8443/weather/mcp, RESOURCE_UNKNOWN",
                "resource, http://mcp.example.com/weather/mcp, RESOURCE_UNKNOWN",
                "resource, https://x@mcp.example.com/weather/mcp, RESOURCE_UNKNOWN",
                "resource, api://app, RESOURCE_UNKNOWN",
                "resource, ::, RESOURCE_UNKNOWN",
            })
    void other_faults_are_told_to_the_client(String name, String value, Refusal refusal) {
        Map<String, String> request = sound();
        request.put(name, value);

        assertThat(decide(request)).isEqualTo(new SendBack(refusal, REDIRECT, "s t&a=te"));
    }

    @Test
    void a_parameter_that_stands_twice_is_told_to_the_client() {
        String scopes = Parameters.form(sound()) + "&scope=weather.alerts";
        String resources = Parameters.form(sound()) + "&resource=https%3A%2F%2Fmcp.example.com%2Fweather%2Fsse";
        String states = Parameters.form(sound()) + "&state=other";

        assertThat(AuthorizeDecision.decide(SITE, Parameters.parse(scopes), Sites.client()))
                .isEqualTo(new SendBack(Refusal.REQUEST_INVALID, REDIRECT, "s t&a=te"));
        assertThat(AuthorizeDecision.decide(SITE, Parameters.parse(resources), Sites.client()))
                .isEqualTo(new SendBack(Refusal.RESOURCE_UNKNOWN, REDIRECT, "s t&a=te"));
        assertThat(AuthorizeDecision.decide(SITE, Parameters.parse(states), Sites.client()))
                .isEqualTo(new SendBack(Refusal.REQUEST_INVALID, REDIRECT, null));
    }

    @Test
    void a_state_that_is_too_long_is_not_handed_back() {
        Map<String, String> request = sound();
        request.put("state", "s".repeat(AuthorizeDecision.MAX_STATE + 1));

        assertThat(decide(request)).isEqualTo(new SendBack(Refusal.REQUEST_INVALID, REDIRECT, null));
    }

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example.com/weather",
        "https://mcp.example.com/weather/",
        "https://mcp.example.com/weather/mcp/",
        "https://mcp.example.com/weather/sse",
        "https://mcp.example.com:443/weather/mcp",
        "HTTPS://MCP.example.com/weather/mcp",
    })
    void every_form_of_a_url_of_the_server_is_its_resource(String resource) {
        Map<String, String> request = sound();
        request.put("resource", resource);

        assertThat(decide(request)).isInstanceOf(Ask.class);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, weather.read weather.alerts",
                "openid profile offline_access, weather.read weather.alerts",
                "weather.alerts openid, weather.alerts",
                "weather.alerts weather.read weather.alerts, weather.alerts weather.read",
            })
    void scopes_are_those_of_the_server(String asked, String meant) {
        Map<String, String> request = sound();
        request.put("scope", asked);

        assertThat(((Ask) decide(request)).asked().scopes()).containsExactly(meant.split(" "));
    }

    @Test
    void a_client_can_wish_for_a_page() {
        Map<String, String> request = sound();
        request.put("prompt", "login consent");
        request.put("login_hint", "ada@example.com");
        Ask wished = (Ask) decide(request);
        request.put("prompt", "none");
        Ask silent = (Ask) decide(request);

        assertThat(wished.prompt()).isEqualTo("login");
        assertThat(wished.fresh()).isTrue();
        assertThat(wished.hint()).isEqualTo("ada@example.com");
        assertThat(silent.silent()).isTrue();
    }
}

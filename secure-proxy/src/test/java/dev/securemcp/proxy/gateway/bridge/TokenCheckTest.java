package dev.securemcp.proxy.gateway.bridge;

import static dev.securemcp.proxy.gateway.bridge.Sites.REDIRECT;
import static dev.securemcp.proxy.gateway.bridge.Sites.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Grant;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Issued;
import dev.securemcp.proxy.gateway.bridge.TokenCheck.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What codes and refresh tokens are good for. */
class TokenCheckTest {

    private static final BridgeSite SITE = Sites.site();
    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Issued LAST =
            new Issued(Secret.of("access"), null, Secret.of("id.new"), List.of("weather.read"));

    private static Map<String, String> sound() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("code_verifier", VERIFIER);
        request.put("redirect_uri", REDIRECT);
        request.put("resource", "https://mcp.example.com/weather/mcp");
        return request;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk, -",
                "code_verifier, -, CODE_INVALID",
                "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK, CODE_INVALID",
                "code_verifier, E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM, CODE_INVALID",
                "code_verifier, short, CODE_INVALID",
                "redirect_uri, -, -",
                "redirect_uri, https://client.example/cb/, CODE_INVALID",
                "redirect_uri, http://127.0.0.1:3334/oauth/callback, CODE_INVALID",
                "resource, -, -",
                "resource, https://mcp.example.com/weather/mcp/, -",
                "resource, https://mcp.example.com/weather/sse, RESOURCE_UNKNOWN",
                "resource, https://mcp.example.com/other/mcp, RESOURCE_UNKNOWN",
            })
    void a_code_is_bound_to_all_that_it_was_asked_for_with(String name, String value, Refusal refusal) {
        Map<String, String> request = sound();
        request.put(name, value);

        assertThat(TokenCheck.code(SITE, Sites.asked(), "client", Sites.parameters(request)))
                .isEqualTo(refusal);
    }

    @Test
    void a_code_is_of_use_to_its_own_client_at_its_own_server_only() {
        Asked asked = Sites.asked();
        Asked elsewhere = new Asked(
                "other", asked.clientId(), true, REDIRECT, "s", asked.challenge(), asked.scopes(), asked.resource());

        assertThat(TokenCheck.code(SITE, asked, "another", Sites.parameters(sound())))
                .isEqualTo(Refusal.CODE_INVALID);
        assertThat(TokenCheck.code(SITE, elsewhere, "client", Sites.parameters(sound())))
                .isEqualTo(Refusal.CODE_INVALID);
    }

    private static Grant grant() {
        return new Grant(
                "weather",
                "client",
                "https://mcp.example.com/weather/mcp",
                List.of("weather.read", "weather.alerts"),
                Secret.of("upstream"),
                "current",
                "replaced",
                NOW,
                LAST);
    }

    private static Refresh refresh(String presented, String client, Map<String, String> request, Instant now) {
        return TokenCheck.refresh(SITE, grant(), presented, client, Sites.parameters(request), now, GRACE);
    }

    @Test
    void the_current_token_is_renewed_with_all_scopes_or_fewer() {
        assertThat(refresh("current", "client", Map.of(), NOW))
                .isEqualTo(new Refresh.Renew(List.of("weather.read", "weather.alerts")));
        assertThat(refresh("current", "client", Map.of("scope", "weather.read offline_access"), NOW))
                .isEqualTo(new Refresh.Renew(List.of("weather.read")));
        assertThat(refresh("current", "client", Map.of("scope", "weather.write"), NOW))
                .isEqualTo(new Refresh.Refuse(Refusal.SCOPE_UNKNOWN));
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "9999, true",
        "10000, false",
        "3600000, false",
        "-9999, true",
        "-10000, false",
        "-3600000, false"
    })
    void one_that_was_just_replaced_is_answered_as_before_for_a_moment(long millis, boolean repeated) {
        assertThat(refresh("replaced", "client", Map.of(), NOW.plusMillis(millis)))
                .isEqualTo(repeated ? new Refresh.Repeat(LAST) : new Refresh.Revoke(Refusal.REFRESH_REUSED));
    }

    @Test
    void any_other_token_of_a_grant_ends_it() {
        assertThat(refresh("older", "client", Map.of(), NOW)).isEqualTo(new Refresh.Revoke(Refusal.REFRESH_REUSED));
        assertThat(refresh("current", "another", Map.of(), NOW)).isEqualTo(new Refresh.Revoke(Refusal.REFRESH_INVALID));
    }

    @Test
    void a_token_is_bound_to_its_resource() {
        assertThat(refresh("current", "client", Map.of("resource", "https://mcp.example.com/weather/sse"), NOW))
                .isEqualTo(new Refresh.Refuse(Refusal.RESOURCE_UNKNOWN));
        assertThat(refresh("current", "client", Map.of("resource", "https://mcp.example.com/weather/mcp"), NOW))
                .isInstanceOf(Refresh.Renew.class);
    }
}

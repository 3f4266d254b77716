package dev.securemcp.proxy.gateway.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.securemcp.proxy.config.Limits;
import dev.securemcp.proxy.config.Secret;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Asked;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Code;
import dev.securemcp.proxy.gateway.bridge.BridgeEntry.Tokens;
import dev.securemcp.proxy.gateway.bridge.BridgeStore.Kind;
import dev.securemcp.proxy.net.OutboundResponse;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two things happen to one grant at the same time: the test says in which order, down to the single call of the store. */
class GrantRacesTest {

    private static final Instant NOW = Instant.parse("2026-10-01T00:00:00Z");
    private static final String CLIENT = "https://client.example/client.json";

    private final BridgeSite site = Sites.site("authorize: https://login.example/a", "token: https://login.example/t");
    private final BridgeTable table = BridgeTable.of(List.of(site));
    private final MemoryBridgeStore memory = new MemoryBridgeStore(10, 10, () -> NOW);
    private final List<Promise<OutboundResponse>> issuer = new ArrayList<>();

    /** A gateway, one of several that have the same store. */
    private Bridge gateway(BridgeStore store) {
        return new Bridge(new BridgeEnvironment(
                null,
                request -> {
                    Promise<OutboundResponse> answer = Promise.promise();
                    issuer.add(answer);
                    return answer.future();
                },
                () -> NOW,
                new SecureRandom(),
                store,
                new BridgeKey(new byte[BridgeKey.LENGTH]),
                Limits.DEFAULTS,
                (server, event) -> {}));
    }

    private Future<BridgeAnswer> token(Bridge gateway, Map<String, String> form) {
        return gateway.answer(
                table,
                table.find("/weather/token"),
                new BridgeRequest(
                        "POST",
                        null,
                        MultiMap.caseInsensitiveMultiMap().add("Content-Type", "application/x-www-form-urlencoded"),
                        Parameters.form(form).getBytes(StandardCharsets.UTF_8),
                        "192.0.2.1"));
    }

    private Future<BridgeAnswer> redeem(Bridge gateway) {
        return token(
                gateway,
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        CLIENT,
                        "code",
                        "the-code",
                        "code_verifier",
                        Sites.VERIFIER));
    }

    private Future<BridgeAnswer> refresh(Bridge gateway, String token, String... more) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "refresh_token");
        form.put("client_id", CLIENT);
        form.put("refresh_token", token);
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return token(gateway, form);
    }

    private void aCodeIsThere() {
        Asked asked = new Asked(
                "weather", CLIENT, true, Sites.REDIRECT, null, Sites.CHALLENGE, List.of("weather.read"), null);
        Tokens tokens = new Tokens(Secret.of("access"), null, Secret.of("upstream"), List.of("weather.read"));
        memory.put(Kind.CODE, Opaque.hash("the-code"), new Code(asked, tokens, "grant"), NOW.plusSeconds(60));
    }

    private static JsonNode json(Future<BridgeAnswer> answer) {
        assertThat(answer.succeeded()).as("it is answered").isTrue();
        return Json.object(answer.result().body()).orElseThrow();
    }

    private static String refreshToken(Future<BridgeAnswer> answer) {
        return json(answer).path("refresh_token").asText();
    }

    private static void isRefused(Future<BridgeAnswer> answer) {
        assertThat(json(answer).path("error").asText()).isEqualTo("invalid_grant");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void at_whatever_moment_a_code_is_used_again_what_came_of_it_ends(int moment) {
        aCodeIsThere();
        HeldStore slow = new HeldStore(memory, moment);

        Future<BridgeAnswer> first = redeem(gateway(slow));
        Future<BridgeAnswer> second = redeem(gateway(memory));
        slow.letGo();

        List<Future<BridgeAnswer>> given = List.of(first, second).stream()
                .filter(answer -> json(answer).has("refresh_token"))
                .toList();
        assertThat(given).as("one gets tokens at most").hasSizeLessThan(2);
        given.forEach(answer -> isRefused(refresh(gateway(memory), refreshToken(answer))));
        isRefused(redeem(gateway(memory)));
        assertThat(issuer).as("asked for nothing").isEmpty();
    }

    /** The refresh token of a client that has just signed in. */
    private String signedIn() {
        aCodeIsThere();
        return refreshToken(redeem(gateway(memory)));
    }

    /** The issuer answers the nth request for tokens that it got. */
    private void grants(int n) {
        answers(
                n,
                200,
                "{\"access_token\":\"access-" + n + "\",\"token_type\":\"Bearer\",\"refresh_token\":\"up-" + n + "\"}");
    }

    private void refuses(int n) {
        answers(n, 400, "{\"error\":\"invalid_grant\"}");
    }

    private void answers(int n, int status, String json) {
        issuer.get(n)
                .complete(new OutboundResponse(
                        status, "", MultiMap.caseInsensitiveMultiMap(), json.getBytes(StandardCharsets.UTF_8)));
    }

    private void isGood(String token) {
        Future<BridgeAnswer> next = refresh(gateway(memory), token);
        grants(issuer.size() - 1);
        assertThat(refreshToken(next)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void two_gateways_that_renew_at_once_give_the_same(int first, int second) {
        String token = signedIn();
        Future<BridgeAnswer> one = refresh(gateway(memory), token);
        Future<BridgeAnswer> other = refresh(gateway(memory), token, "scope", "weather.read");
        grants(first);
        grants(second);

        assertThat(json(one).path("access_token").asText()).isEqualTo("access-" + first);
        assertThat(json(other)).isEqualTo(json(one));
        isGood(refreshToken(one));
    }

    @Test
    void what_the_issuer_refuses_one_gateway_does_not_end_what_another_got() {
        String token = signedIn();
        Future<BridgeAnswer> one = refresh(gateway(memory), token);
        Future<BridgeAnswer> other = refresh(gateway(memory), token);
        grants(0);
        refuses(1);

        assertThat(json(other)).isEqualTo(json(one));
        isGood(refreshToken(one));
    }

    @Test
    void nor_where_the_refusal_comes_first() {
        String token = signedIn();
        Future<BridgeAnswer> one = refresh(gateway(memory), token);
        Future<BridgeAnswer> other = refresh(gateway(memory), token);
        refuses(1);
        isRefused(refresh(gateway(memory), token));
        grants(0);

        isRefused(other);
        isGood(refreshToken(one));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_grant_that_is_revoked_while_the_issuer_is_asked_stays_so(boolean granted) {
        String token = signedIn();
        Future<BridgeAnswer> one = refresh(gateway(memory), token);
        isRefused(redeem(gateway(memory)));
        if (granted) {
            grants(0);
        } else {
            refuses(0);
        }

        isRefused(one);
        isRefused(refresh(gateway(memory), token));
    }

    @Test
    void in_one_gateway_the_issuer_is_asked_once_whatever_else_is_asked_for() {
        String token = signedIn();
        Bridge gateway = gateway(memory);
        Future<BridgeAnswer> one = refresh(gateway, token);
        Future<BridgeAnswer> other = refresh(gateway, token, "scope", "weather.read");
        Future<BridgeAnswer> third = refresh(gateway, token, "resource", "https://mcp.example.com/weather/mcp");
        Future<BridgeAnswer> unknown = refresh(gateway, token, "scope", "weather.alerts");
        assertThat(issuer).hasSize(1);
        grants(0);

        assertThat(json(other)).isEqualTo(json(one));
        assertThat(json(third)).isEqualTo(json(one));
        assertThat(json(unknown).path("error").asText()).as("judged by itself").isEqualTo("invalid_scope");
        isGood(refreshToken(one));
    }

    @Test
    void another_client_gets_nothing_of_what_is_under_way() {
        String token = signedIn();
        Bridge gateway = gateway(memory);
        Future<BridgeAnswer> one = refresh(gateway, token);
        Future<BridgeAnswer> other = refresh(gateway, token, "client_id", "https://another.example/client.json");
        grants(0);

        isRefused(other);
        isRefused(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void at_whatever_moment_a_gateway_is_slow_one_refresh_token_is_good(int moment) {
        String token = signedIn();
        HeldStore slow = new HeldStore(memory, moment);
        Future<BridgeAnswer> one = refresh(gateway(slow), token);
        Future<BridgeAnswer> other = refresh(gateway(memory), token);
        for (int n = 0; n < issuer.size(); n++) {
            grants(n);
        }
        slow.letGo();

        assertThat(json(one)).isEqualTo(json(other));
        isGood(refreshToken(one));
    }
}

package dev.securemcp.proxy.gateway;

import static dev.securemcp.proxy.gateway.Mcp.call;
import static dev.securemcp.proxy.gateway.Mcp.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.config.Sha256;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the management port tells of subscriptions, and to whom. */
class SubscriptionsRouteTest {

    private static final String TOKEN = "a-token-for-the-management-port";
    private static final String KEY = "key-of-the-third-one";

    @TempDir
    private Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-06-01T00:00:00Z"));
    private ScriptedBackend backend;
    private GatewayFixture gateway;
    private HttpServer management;

    @BeforeEach
    void start() throws Exception {
        backend = ScriptedBackend.answering(Mcp.ok(Mcp.RESULT));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            lines.append("{\"id\":\"many-%d\",\"product\":\"p\",\"primary-key\":{\"sha256\":\"%s\"}}\n"
                    .formatted(i, Sha256.of(i == 3 ? KEY : "k" + i).hex()));
        }
        Files.writeString(directory.resolve("subscriptions.jsonl"), lines.toString());
        gateway = GatewayFixture.start(
                directory,
                """
                servers: { s: { backend: b } }
                backends: { b: { instances: [{ url: "http://127.0.0.1:%d/mcp" }] } }
                products: { p: { servers: [s] } }
                subscriptions: { own: { product: p, primary-key: { value: key-of-the-configuration } } }
                subscriptions-file: subscriptions.jsonl
                """
                        .formatted(backend.port()),
                true,
                now::get);
        Router router = Router.router(gateway.engine().vertx());
        router.get("/subscriptions")
                .handler(new ManagementGuard(Optional.of(Sha256.of(TOKEN)), true))
                .blockingHandler(
                        new SubscriptionsRoute(
                                () -> gateway.compiled().gateway().keys().keys(), now::get),
                        false);
        management = gateway.engine()
                .vertx()
                .createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.close();
    }

    private HttpResponse<String> get(String query, String token) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + management.actualPort() + "/subscriptions" + query));
            if (token != null) {
                request.header("Authorization", "Bearer " + token);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private JsonNode page(String query) throws Exception {
        return new ObjectMapper().readTree(get(query, TOKEN).body());
    }

    private static List<String> ids(JsonNode page) {
        return page.path("subscriptions").findValuesAsText("id");
    }

    @Test
    void who_has_no_token_sees_nothing() throws Exception {
        assertThat(get("", null).statusCode()).isEqualTo(401);
        assertThat(get("", "another-token-altogether").statusCode()).isEqualTo(401);
        HttpResponse<String> answer = get("", TOKEN);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).doesNotContain(Sha256.of(KEY).hex().substring(0, 16));
    }

    @Test
    void subscriptions_of_the_configuration_come_first_in_pages_that_lead_on() throws Exception {
        JsonNode first = page("?limit=2");
        assertThat(ids(first)).containsExactly("own", "many-0");
        assertThat(first.path("total").intValue()).isEqualTo(6);
        JsonNode second = page("?limit=2&from=" + first.path("next").intValue());
        assertThat(ids(second)).containsExactly("many-1", "many-2");
        JsonNode last = page("?limit=2&from=" + second.path("next").intValue());
        assertThat(ids(last)).containsExactly("many-3", "many-4");
        assertThat(last.has("next")).isFalse();
        assertThat(ids(page("?id=many-3"))).containsExactly("many-3");
        assertThat(ids(page("?id=nobody"))).isEmpty();
        assertThat(ids(page("?from=2000000000"))).isEmpty();
    }

    @Test
    void keys_that_were_not_used_for_long_can_be_found() throws Exception {
        gateway.exchange(post("/s/mcp", call("1", "t"), "Ocp-Apim-Subscription-Key: " + KEY + "\r\n"));
        now.set(Instant.parse("2026-06-11T00:00:00Z"));

        assertThat(ids(page("?unused-days=11"))).containsExactly("own", "many-0", "many-1", "many-2", "many-4");
        assertThat(ids(page("?unused-days=9"))).hasSize(6);
        assertThat(page("?id=many-3").at("/subscriptions/0/keys/0/lastUsed").textValue())
                .isEqualTo("2026-06-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=10001", "?from=-1", "?unused-days=x", "?limit="})
    void a_question_that_makes_no_sense_is_refused(String query) throws Exception {
        HttpResponse<String> answer = get(query, TOKEN);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("are whole numbers");
    }
}

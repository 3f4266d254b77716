package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What callers notice of an issuer that is not there, and of one that changes its keys. One gateway through all of it, in this
 * order: it starts without its issuer, the issuer comes, changes its keys twice, and goes.
 */
@NeedsNode
@TestMethodOrder(OrderAnnotation.class)
class IssuerFaultsIT {
    private static final int CALLERS = 4;

    /** How old the gateway's reading of the keys may get; short, so that the end of an old key can be seen. */
    private static final Duration AGE = Duration.ofSeconds(3);

    private static int port;
    private static EntraIssuer entra;
    private static Gateway gateway;

    /** A right token of before the gateway started, whose issuer has since gone. */
    private static String early;

    @BeforeAll
    static void start() throws Exception {
        port = Ports.free(1).getFirst();
        try (EntraIssuer before = EntraIssuer.start("faults-before", port)) {
            early = before.token(2, OidcIssuer.READ);
            gateway = Gateway.start("faults", Map.of("gateway.yaml", configuration(before), "ok.xml", OK));
        }
        gateway.awaitReady();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        if (entra != null) {
            entra.close();
        }
    }

    @Test
    @Order(1)
    void withoutTheIssuerATokenCannotBeCheckedAndTheCallerIsToldToTryAgain() throws Exception {
        Http.Answer answer = call(early);

        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(Json.read(answer.body()).path("id").asText()).isEqualTo("first");
    }

    @Test
    @Order(1)
    void withoutTheIssuerClientsStillFindTheMetadata() throws Exception {
        Http.Answer answer = Http.post(url(), null, Rpc.INITIALIZE);

        assertThat(answer.status()).isEqualTo(401);
        Http.Answer metadata = Http.get(URI.create(Challenge.of(answer).get("resource_metadata")), null);
        assertThat(Json.read(metadata.body()).path("resource").asText()).isEqualTo(url().toString());
    }

    @Test
    @Order(2)
    void onceTheIssuerIsThereItsTokensAreTaken() throws Exception {
        entra = EntraIssuer.start("faults", port);
        String token = entra.token(2, OidcIssuer.READ);

        await("the gateway to find its issuer")
                .atMost(Duration.ofSeconds(20))
                .until(() -> call(token).status() == 200);
    }

    /** Nobody has sent a token of an unknown key just before, which would have used up the right to ask at once. */
    @Test
    @Order(3)
    void noValidCallFailsWhileTheIssuerTakesANewKey() throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        Queue<Integer> before = new ConcurrentLinkedQueue<>();
        Queue<Integer> after = new ConcurrentLinkedQueue<>();
        AtomicBoolean rotated = new AtomicBoolean();
        String old = entra.token(2, OidcIssuer.READ);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            Callable<Void> calls = () -> {
                while (going.get()) {
                    boolean late = rotated.get();
                    (late ? after : before)
                            .add(call(entra.token(2, OidcIssuer.READ)).status());
                    (late ? after : before).add(call(old).status());
                }
                return null;
            };
            List<Future<Void>> running = IntStream.range(0, CALLERS)
                    .mapToObj(caller -> callers.submit(calls))
                    .toList();
            try {
                await().atMost(Duration.ofSeconds(30)).until(() -> before.size() >= 100);
                entra.rotate(false);
                rotated.set(true);
                await().atMost(Duration.ofSeconds(30)).until(() -> after.size() >= 200);
            } finally {
                going.set(false);
            }
            for (Future<Void> each : running) {
                each.get();
            }
        }

        assertThat(before).containsOnly(200);
        assertThat(after).containsOnly(200);
    }

    @Test
    @Order(4)
    void anOldKeyIsNotAcceptedOnceTheSetIsReadWithoutIt() throws Exception {
        String old = entra.token(2, OidcIssuer.READ);
        assertThat(call(old).status()).isEqualTo(200);

        entra.rotate(true);

        Instant began = Instant.now();
        String fresh = entra.token(2, OidcIssuer.READ);
        await("the old key to be gone")
                .atMost(AGE.multipliedBy(5))
                .until(() -> call(old).status() == 401);
        assertThat(call(fresh).status()).isEqualTo(200);
        assertThat(call(old).status())
                .as("it does not come back, %s after", Duration.between(began, Instant.now()))
                .isEqualTo(401);
    }

    @Test
    @Order(5)
    void whileTheIssuerIsAwayTheKeysThatAreKnownAreGood() throws Exception {
        entra.down(true);
        int asked = entra.requests(keys());

        await("the gateway to ask in vain")
                .atMost(AGE.multipliedBy(10))
                .until(() -> entra.requests(keys()) > asked || entra.requests(metadata()) > asked);
        assertThat(call(entra.token(2, OidcIssuer.READ)).status()).isEqualTo(200);
    }

    /** Nobody makes the gateway ask the issuer by sending tokens of keys that do not exist. */
    @Test
    @Order(6)
    void tokensOfUnknownKeysDoNotMakeTheGatewayAskEachTime() throws Exception {
        entra.down(false);
        String unknown = early;
        int asked = entra.requests(keys());
        Instant began = Instant.now();

        for (int i = 0; i < 50; i++) {
            assertThat(call(unknown).status()).isEqualTo(401);
        }

        long seconds = Duration.between(began, Instant.now()).toSeconds() + 1;
        assertThat(entra.requests(keys()) - asked).isLessThanOrEqualTo((int) (2 * seconds + 2));
    }

    private static URI url() {
        return gateway.url("/weather/mcp");
    }

    private static Http.Answer call(String token) throws Exception {
        return Rpc.initialize(url(), token);
    }

    private static String keys() {
        return "/" + entra.tenant() + "/discovery/v2.0/keys";
    }

    private static String metadata() {
        return "/" + entra.tenant() + "/v2.0/.well-known/openid-configuration";
    }

    /** Answers in the backend's place: what matters here is decided before. */
    private static final String OK =
            """
            <policies>
              <inbound>
                <base />
                <return-response><set-status code="200" reason="OK" /></return-response>
              </inbound>
              <backend><base /></backend>
              <outbound><base /></outbound>
              <on-error><base /></on-error>
            </policies>
            """;

    private static String configuration(EntraIssuer issuer) {
        return """
                public-url: "http://localhost:${PROXY_PORT}"
                servers:
                  weather:
                    backend: none
                    policy: ok.xml
                    subscription-required: false
                    authorization: { servers: ["%s"], audiences: ["%s"], scopes: [weather.read] }
                backends:
                  none: { instances: [{ url: "http://127.0.0.1:9/mcp" }] }
                limits: { key-set-age: %ds, unknown-key: 1s }
                """
                .formatted(issuer.issuer(), issuer.apiId(), AGE.toSeconds());
    }
}

package dev.securemcp.bench;

import dev.securemcp.proxy.config.ConfigurationReader;
import dev.securemcp.proxy.config.Faults;
import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.token.TokenVerifier;
import dev.securemcp.proxy.policy.Sections;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls of {@link TokenBenchmark} by the time of the calling thread alone, which other work on a shared machine changes little:
 * medians of rounds after some for warm-up.
 */
public final class TokenCost {

    private static final int CALLS = 200_000;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 11;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private TokenCost() {}

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        try (TokenVerifier verifier = Tokens.verifier(vertx, 32 << 20)) {
            Exchange.Environment environment = Calls.environment(Services.NONE.withTokens(verifier));
            KeyPair pair = Tokens.keys(Tokens.Kind.RS256);
            String token = Tokens.sign(Tokens.Kind.RS256, pair, "https://id.example.com", 1);
            Sections sections = Documents.load(Tokens.document(pair));
            sections.inbound()
                    .run(Calls.toolCall(environment, "Bearer " + token))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            KeyRing keys = keys();
            System.out.printf("a token of %d characters%n", token.length());
            print("exchange alone", () -> Calls.toolCall(environment, "Bearer " + token));
            print("call with a key", () -> {
                Exchange call = Calls.toolCall(environment, "Bearer " + token);
                String key = call.request().headers().joined("Ocp-Apim-Subscription-Key");
                return keys.check(key, "s", true, call.timestamp());
            });
            print("call with a token that is remembered", () -> sections.inbound()
                    .run(Calls.toolCall(environment, "Bearer " + token)));
        }
        vertx.close();
    }

    /** The keys of a configuration with one subscription, that of the calls. */
    static KeyRing keys() {
        return KeyRing.of(new ConfigurationReader(name -> Optional.empty(), Instant.now())
                .read(
                        """
                        servers: { s: { backend: b } }
                        backends: { b: { instances: [{ url: "http://127.0.0.1:1/mcp" }] } }
                        products: { p: { servers: [s] } }
                        subscriptions: { bench: { product: p, primary-key: { value: %s } } }
                        """
                                .formatted(Calls.KEY),
                        Path.of("gateway.yaml"),
                        new Faults())
                .orElseThrow());
    }

    private static void print(String what, Supplier<Object> call) {
        long[] rounds = new long[ROUNDS];
        Object last = null;
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < CALLS; i++) {
                last = call.get();
            }
            if (round >= 0) {
                rounds[round] = (THREADS.getCurrentThreadCpuTime() - start) / CALLS;
            }
        }
        Arrays.sort(rounds);
        System.out.printf(
                "%s: %d ns (%s)%n", what, rounds[ROUNDS / 2], last.getClass().getSimpleName());
    }
}

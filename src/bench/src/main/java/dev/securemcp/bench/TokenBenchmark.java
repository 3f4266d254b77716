package dev.securemcp.bench;

import dev.securemcp.proxy.exchange.Exchange;
import dev.securemcp.proxy.exchange.Services;
import dev.securemcp.proxy.identity.KeyRing;
import dev.securemcp.proxy.identity.token.TokenVerifier;
import dev.securemcp.proxy.policy.Sections;
import io.vertx.core.Vertx;
import java.security.KeyPair;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call with a validated token costs beside one with a key: an exchange, and the check of the one or the other. The token is one
 * that an RSA key of the document has signed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TokenBenchmark {

    private Vertx vertx;
    private TokenVerifier remembering;
    private TokenVerifier forgetting;
    private Exchange.Environment warm;
    private Exchange.Environment cold;
    private Sections sections;
    private KeyRing keys;
    private String authorization;

    @Setup
    public void load() {
        vertx = Vertx.vertx();
        remembering = Tokens.verifier(vertx, 32 << 20);
        forgetting = Tokens.verifier(vertx, 0);
        warm = Calls.environment(Services.NONE.withTokens(remembering));
        cold = Calls.environment(Services.NONE.withTokens(forgetting));
        KeyPair pair = Tokens.keys(Tokens.Kind.RS256);
        authorization = "Bearer " + Tokens.sign(Tokens.Kind.RS256, pair, "https://id.example.com", 1);
        sections = Documents.load(Tokens.document(pair));
        keys = TokenCost.keys();
    }

    @TearDown
    public void end() {
        remembering.close();
        forgetting.close();
        vertx.close();
    }

    @Benchmark
    public Object exchangeAlone() {
        return Calls.toolCall(warm, authorization);
    }

    @Benchmark
    public Object callWithKey() {
        Exchange exchange = Calls.toolCall(warm, authorization);
        return keys.check(
                exchange.request().headers().joined("Ocp-Apim-Subscription-Key"), "s", true, exchange.timestamp());
    }

    @Benchmark
    public Object callWithTokenThatIsRemembered() {
        return sections.inbound().run(Calls.toolCall(warm, authorization));
    }

    /** The wait for another thread included. */
    @Benchmark
    public Object callWithTokenThatIsNot() {
        return sections.inbound()
                .run(Calls.toolCall(cold, authorization))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}

package dev.securemcp.bench;

import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.ConfiguredKey;
import dev.securemcp.proxy.identity.token.TokenVerifier;
import io.vertx.core.Vertx;
import java.security.KeyPair;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to verify a token that is not remembered, by its algorithm; the hand-over to another thread and back included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SignatureBenchmark {

    @Param({"RS256", "ES256", "EDDSA"})
    private Tokens.Kind kind;

    private Vertx vertx;
    private TokenVerifier verifier;
    private TokenRules rules;
    private String token;

    @Setup
    public void load() {
        vertx = Vertx.vertx();
        verifier = Tokens.verifier(vertx, 0);
        KeyPair pair = Tokens.keys(kind);
        token = Tokens.sign(kind, pair, "https://id.example.com", 1);
        rules = TokenRules.builder()
                .keys(List.of(new ConfiguredKey("k", pair.getPublic())))
                .audiences(List.of("api"))
                .build();
        Tokens.mustBeValid(verifier, rules, token);
    }

    @TearDown
    public void end() {
        verifier.close();
        vertx.close();
    }

    @Benchmark
    public Object verify() {
        return verifier.validate(rules, token)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}

package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.net.AddressGuard;
import dev.securemcp.proxy.net.NameResolver;
import dev.securemcp.proxy.net.OutboundHttp;
import dev.securemcp.proxy.policy.ManualTimers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A verifier over real sockets, with time in the test's hands. */
final class TokenFixture implements AutoCloseable {

    static final KeySetSettings KEY_SETS = new KeySetSettings(
            100,
            64 << 10,
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Set.of());

    static final TokenSettings SETTINGS =
            new TokenSettings(16 << 10, 2, 1000, 1 << 20, Duration.ofSeconds(60), KEY_SETS);

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    final MovedClock clock = new MovedClock();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final TokenVerifier verifier;
    private final ManualTimers timers = new ManualTimers();
    private final Context caller = vertx.getOrCreateContext();
    private final OutboundHttp http;

    TokenFixture(TokenSettings settings) {
        http = new OutboundHttp(
                vertx,
                new OutboundHttp.Settings(64, 4, 64, 2_000, true),
                new AddressGuard(List.of()),
                NameResolver.of(vertx));
        verifier = new TokenVerifier(
                vertx,
                http,
                clock,
                (millis, task) -> {
                    synchronized (timers) {
                        Context home = vertx.getOrCreateContext();
                        return timers.after(millis, () -> home.runOnContext(go -> task.run()));
                    }
                },
                new Random(1),
                settings,
                metrics);
    }

    TokenFixture() {
        this(SETTINGS);
    }

    static TokenRules.Builder trusting(TestIssuer... issuers) {
        return TokenRules.builder()
                .discovery(java.util.Arrays.stream(issuers)
                        .map(issuer -> new TokenRules.Issuer(issuer.metadata(), null))
                        .toList());
    }

    static TokenRules.Issuer at(String url) {
        return new TokenRules.Issuer(URI.create(url), null);
    }

    /** Time passes for tokens, key sets and timers. */
    void pass(Duration time) {
        clock.move(time);
        synchronized (timers) {
            timers.advance(time.toMillis());
        }
    }

    /** Asks on an event loop. */
    Future<TokenDecision> ask(TokenRules rules, String token) {
        Promise<TokenDecision> promise = Promise.promise();
        caller.runOnContext(go -> verifier.validate(rules, token).onComplete(promise));
        return promise.future();
    }

    TokenDecision judge(TokenRules rules, String token) throws Exception {
        return get(ask(rules, token));
    }

    boolean valid(TokenRules rules, String token) throws Exception {
        return judge(rules, token) instanceof TokenDecision.Valid;
    }

    /** Why a token is refused; null where it is valid or cannot be judged. */
    Reason reason(TokenRules rules, String token) throws Exception {
        return judge(rules, token) instanceof TokenDecision.Invalid(Reason reason, String message) ? reason : null;
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    double count(String name, String tag, String value) {
        return metrics.get(name).tag(tag, value).counter().count();
    }

    @Override
    public void close() throws Exception {
        verifier.close();
        http.close();
        get(vertx.close());
    }
}

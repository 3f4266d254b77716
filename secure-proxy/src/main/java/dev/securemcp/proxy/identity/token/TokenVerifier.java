package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.exchange.Timers;
import dev.securemcp.proxy.exchange.token.TokenDecision;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenValidator;
import dev.securemcp.proxy.identity.token.Verification.Outcome;
import dev.securemcp.proxy.mcp.Reason;
import dev.securemcp.proxy.net.HttpCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

/**
 * Validates tokens. One that was valid a moment ago is known by its hash, at once; another is verified on a few threads of its own,
 * never on an event loop, and the same one only once at a time. When those threads are behind, it is refused.
 */
public final class TokenVerifier implements TokenValidator, AutoCloseable {

    /** Keys that came while a token was verified may have been read before its own was published: then it takes another look. */
    private static final int MAX_LOOKS = 3;

    private final VertxInternal vertx;
    private final InstantSource clock;
    private final TokenSettings settings;
    private final TokenMeters meters;
    private final ValidatedTokens known;
    private final TokenWorkers workers;
    private final KeySets keySets;
    private final ConcurrentMap<TokenHash, Future<TokenDecision>> underWay = new ConcurrentHashMap<>();

    /**
     * @param http for metadata and key sets; called on an event loop
     * @param clock what tokens are judged by
     * @param timers where the refreshing of key sets waits
     * @param random spreads such fetches
     */
    public TokenVerifier(
            Vertx vertx,
            HttpCalls http,
            InstantSource clock,
            Timers timers,
            RandomGenerator random,
            TokenSettings settings,
            MeterRegistry registry) {
        this.vertx = (VertxInternal) vertx;
        this.clock = clock;
        this.settings = settings;
        this.meters = new TokenMeters(registry);
        this.known = new ValidatedTokens(settings.cacheBytes(), settings.cacheTime(), clock);
        this.workers = new TokenWorkers(settings.workers(), settings.queue());
        this.keySets = new KeySets(
                this.vertx.createEventLoopContext(),
                http,
                settings.keySets(),
                clock,
                timers,
                random,
                meters,
                known::purge);
        meters.gauge(
                "proxy.token.queue",
                "Tokens that are being verified or wait for it",
                null,
                workers,
                TokenWorkers::taken);
        meters.gauge(
                "proxy.token.cache.size",
                "Validated tokens that are remembered, estimated",
                "bytes",
                known,
                ValidatedTokens::bytes);
    }

    @Override
    public Future<TokenDecision> validate(TokenRules rules, String token) {
        if (token.length() > settings.maxLength()) {
            TokenDecision tooLong = new TokenDecision.Invalid(
                    Reason.JWT_INVALID, "The token is longer than " + settings.maxLength() + " characters");
            meters.judged(tooLong);
            return Future.succeededFuture(tooLong);
        }
        TokenHash hash = TokenHash.of(rules, token);
        Future<TokenDecision> remembered = known.get(hash);
        if (remembered != null) {
            meters.hit();
            return remembered;
        }
        meters.miss();
        ContextInternal context = vertx.getOrCreateContext();
        Promise<TokenDecision> mine = context.promise();
        Future<TokenDecision> other = underWay.putIfAbsent(hash, mine.future());
        if (other != null) {
            Promise<TokenDecision> same = context.promise();
            other.onComplete(same);
            return same.future();
        }
        if (!workers.take()) {
            underWay.remove(hash);
            finish(mine, new TokenDecision.Unavailable("more than " + settings.queue() + " tokens are being verified"));
            return mine.future();
        }
        verify(context, rules, token, hash).onComplete(done -> {
            workers.release();
            underWay.remove(hash);
            finish(
                    mine,
                    done.succeeded()
                            ? done.result()
                            : new TokenDecision.Unavailable("a fault while verifying: " + done.cause()));
        });
        return mine.future();
    }

    private void finish(Promise<TokenDecision> promise, TokenDecision decision) {
        meters.judged(decision);
        promise.complete(decision);
    }

    private Future<TokenDecision> verify(ContextInternal context, TokenRules rules, String token, TokenHash hash) {
        return verify(context, rules, token, hash, keySets.of(rules), MAX_LOOKS);
    }

    /**
     * Verifies with the keys at hand, and again with newer ones where there are any.
     *
     * @param looks how often newer keys may still be asked for
     */
    private Future<TokenDecision> verify(
            ContextInternal context, TokenRules rules, String token, TokenHash hash, List<KeySet> sets, int looks) {
        List<Keys> keys = current(sets);
        return attempt(context, rules, token, hash, keys).compose(outcome -> switch (outcome) {
            case Outcome.Decided(TokenDecision decision, SigningKey signer) -> Future.succeededFuture(decision);
            case Outcome.KeyMissing missing
            when sets.isEmpty() || looks == 0 -> Future.succeededFuture(unknown(missing, keys, ""));
            case Outcome.KeyMissing missing ->
                newer(context, sets, keys).compose(trouble -> {
                    List<Keys> now = current(sets);
                    return now.equals(keys)
                            ? Future.succeededFuture(unknown(missing, now, trouble))
                            : verify(context, rules, token, hash, sets, looks - 1);
                });
        });
    }

    /** No key: it is not known whether there is one while any of the sets cannot be had. */
    private static TokenDecision unknown(Outcome.KeyMissing missing, List<Keys> sets, String trouble) {
        return sets.contains(null) ? new TokenDecision.Unavailable(trouble) : missing.otherwise();
    }

    /** The sets at hand, in the order of the rules; null for one that is not. */
    private static List<Keys> current(List<KeySet> sets) {
        List<Keys> keys = new ArrayList<>(sets.size());
        sets.forEach(set -> keys.add(set.current()));
        return keys;
    }

    /** Asks every set for newer keys and waits for all of them; what was in the way, else empty. Never fails. */
    private static Future<String> newer(ContextInternal context, List<KeySet> sets, List<Keys> before) {
        List<Future<Keys>> asked = new ArrayList<>();
        for (int i = 0; i < sets.size(); i++) {
            asked.add(sets.get(i).newer(before.get(i)));
        }
        Promise<String> promise = context.promise();
        Future.join(asked)
                .onComplete(done -> promise.complete(
                        done.succeeded() ? "" : String.valueOf(done.cause().getMessage())));
        return promise.future();
    }

    private Future<Outcome> attempt(
            ContextInternal context, TokenRules rules, String token, TokenHash hash, List<Keys> sets) {
        return workers.run(context, () -> {
            Instant now = clock.instant();
            Outcome outcome =
                    new Verification(rules, sets, now, settings.keySets().unknownKey()).run(token);
            if (outcome instanceof Outcome.Decided(TokenDecision.Valid valid, SigningKey signer)) {
                if (signer != null && signer.dropped()) {
                    // The set was refreshed while this was under way.
                    return new Outcome.KeyMissing(new TokenDecision.Invalid(
                            Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND, Reason.TOKEN_SIGNATURE_KEY_NOT_FOUND.message()));
                }
                known.put(hash, valid, signer, now.toEpochMilli(), token.length());
            }
            return outcome;
        });
    }

    /** Lets what is under way come to its end and begins nothing new. */
    @Override
    public void close() {
        keySets.close();
        workers.close();
    }
}

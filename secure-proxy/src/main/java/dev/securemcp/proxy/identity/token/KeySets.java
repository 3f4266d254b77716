package dev.securemcp.proxy.identity.token;

import dev.securemcp.proxy.exchange.Timers;
import dev.securemcp.proxy.exchange.token.TokenRules;
import dev.securemcp.proxy.exchange.token.TokenRules.Issuer;
import dev.securemcp.proxy.net.HttpCalls;
import io.vertx.core.impl.ContextInternal;
import java.net.URI;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** One {@link KeySet} for each issuer that rules name, however many rules name it. For all threads. */
final class KeySets implements AutoCloseable {

    private final Map<Issuer, KeySet> sets = new ConcurrentHashMap<>();
    private final ContextInternal home;
    private final KeyFetch fetch;
    private final KeySetSettings settings;
    private final InstantSource clock;
    private final Timers timers;
    private final RandomGenerator random;
    private final TokenMeters meters;
    private final Runnable changed;

    /**
     * @param home the event loop that the sets live on
     * @param changed called there after a set may have dropped keys
     */
    KeySets(
            ContextInternal home,
            HttpCalls http,
            KeySetSettings settings,
            InstantSource clock,
            Timers timers,
            RandomGenerator random,
            TokenMeters meters,
            Runnable changed) {
        this.home = home;
        this.fetch = new KeyFetch(http, settings, clock);
        this.settings = settings;
        this.clock = clock;
        this.timers = timers;
        this.random = random;
        this.meters = meters;
        this.changed = changed;
    }

    /** The sets that rules name. */
    List<KeySet> of(TokenRules rules) {
        return rules.discovery().stream().map(this::of).toList();
    }

    private KeySet of(Issuer issuer) {
        KeySet known = sets.get(issuer);
        return known == null ? add(issuer) : known;
    }

    /** Rare: rules are made at load, but an expression can name one tenant after the other. */
    private synchronized KeySet add(Issuer issuer) {
        if (sets.size() >= settings.maxSets() && !sets.containsKey(issuer)) {
            sets.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().lastUsed()))
                    .ifPresent(least -> {
                        sets.remove(least.getKey());
                        least.getValue().close();
                        meters.forget(name(least.getKey()));
                    });
        }
        return sets.computeIfAbsent(issuer, this::make);
    }

    private KeySet make(Issuer issuer) {
        String name = name(issuer);
        KeySet set = new KeySet(
                name, home, () -> fetch.fetch(issuer, home), settings, clock, timers, random, new KeySet.Watcher() {
                    @Override
                    public void fetched(boolean good) {
                        meters.fetched(name, good);
                    }

                    @Override
                    public void changed() {
                        changed.run();
                    }
                });
        meters.keySet(name, set, clock);
        return set;
    }

    /** For logs and metrics: without a query, which may hold what nobody should see. */
    private static String name(Issuer issuer) {
        URI url = issuer.jwks() != null ? issuer.jwks() : issuer.metadata() != null ? issuer.metadata() : issuer.name();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return url.getScheme() + "://" + url.getRawAuthority()
                + path.replaceFirst("/\\.well-known/openid-configuration$", "");
    }

    @Override
    public void close() {
        sets.values().forEach(KeySet::close);
    }
}

package dev.securemcp.proxy.limits.redis;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.exchange.limit.QuotaDecision;
import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaLimiter;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Quotas that all gateways count together. They are as durable as Redis is told to be. Each window has a counter of its own, which goes when
 * the window is over. While Redis cannot be asked, a quota does what its {@code on-failure} says.
 *
 * <p>In a cluster several demands of a call are asked one after the other, as {@link RedisRates} does.
 */
public final class RedisQuotas implements QuotaLimiter {

    /** Decides all demands of a call; says for each 0 where there is room, 1 for no more calls, 2 for no more bytes. */
    private static final RedisScript DECIDE = RedisScript.of(
            """
            local function check(i, counted)
              local a = (i - 1) * 6
              local have = redis.call('HMGET', KEYS[i], 'calls', 'bytes')
              local units = counted and 0 or tonumber(ARGV[a + 3])
              local max = tonumber(ARGV[a + 1])
              if max >= 0 and (tonumber(have[1]) or 0) + units > max then return 1 end
              max = tonumber(ARGV[a + 2])
              if max >= 0 and (tonumber(have[2]) or 0) >= max then return 2 end
              return 0
            end
            local function add(i)
              local a = (i - 1) * 6
              redis.call('HINCRBY', KEYS[i], 'calls', ARGV[a + 3])
              redis.call('HINCRBY', KEYS[i], 'bytes', ARGV[a + 4])
              if ARGV[a + 5] ~= '0' then redis.call('PEXPIREAT', KEYS[i], ARGV[a + 5]) end
            end
            local said, refused = {}, false
            for i = 1, #KEYS do
              local mode = ARGV[i * 6]
              said[i] = mode == 'ADD' and 0 or check(i, mode == 'COUNTED')
              refused = refused or said[i] ~= 0
            end
            if not refused then
              for i = 1, #KEYS do
                local mode = ARGV[i * 6]
                if mode == 'TAKE' or mode == 'ADD' then add(i) end
              end
            end
            return said
            """);

    /** A window's counter outlives it by so much: gateways' clocks differ a little. */
    private static final long GRACE_MILLIS = 60_000;

    private final RedisLink link;
    private final String prefix;
    private final boolean apart;
    private final QuotaLimiter local;
    private final OnFailure onFailure;

    private RedisQuotas(RedisLink link, String prefix, boolean apart, QuotaLimiter local, OnFailure onFailure) {
        this.link = link;
        this.prefix = prefix;
        this.apart = apart;
        this.local = local;
        this.onFailure = onFailure;
    }

    /**
     * Quotas in Redis.
     *
     * @param prefix what keys begin with
     * @param cluster whether keys of one call may live on different servers
     * @param local counts while Redis cannot be asked, where a quota wants that
     * @param onFailure what quotas want that do not say so themselves
     */
    public static RedisQuotas of(
            RedisLink link, String prefix, boolean cluster, QuotaLimiter local, OnFailure onFailure) {
        return new RedisQuotas(link, prefix + ":q:", cluster, local, onFailure);
    }

    @Override
    public QuotaLimiter onFailure(OnFailure wish) {
        return wish == onFailure ? this : new RedisQuotas(link, prefix, apart, local, wish);
    }

    @Override
    public Future<QuotaDecision> take(Instant now, List<QuotaDemand> demands) {
        long deadline = link.deadline();
        Future<QuotaDecision> decision =
                apart && demands.size() > 1 ? oneByOne(demands, deadline) : together(demands, deadline);
        return decision.recover(failure -> onFailure == OnFailure.LOCAL
                ? local.take(now, demands)
                : Future.succeededFuture(new QuotaDecision(Outcome.UNAVAILABLE, demands.getFirst())));
    }

    private Future<QuotaDecision> together(List<QuotaDemand> demands, long deadline) {
        List<String> keys = new ArrayList<>(demands.size());
        List<String> arguments = new ArrayList<>(demands.size() * 6);
        for (QuotaDemand demand : demands) {
            QuotaWindow window = demand.window();
            boolean ends = window.end() != Long.MAX_VALUE;
            keys.add(RedisNames.of(prefix, demand.key(), ends ? window.start() : 0));
            arguments.add(bound(demand.maxCalls()));
            arguments.add(bound(demand.maxBytes()));
            arguments.add(Long.toString(demand.units()));
            arguments.add(Long.toString(demand.bytes()));
            arguments.add(Long.toString(ends ? window.end() + GRACE_MILLIS : 0));
            arguments.add(demand.mode().name());
        }
        return link.run(DECIDE, keys, arguments, deadline).map(said -> decision(demands, said));
    }

    private static String bound(long max) {
        return Long.toString(max == QuotaDemand.UNLIMITED ? -1 : max);
    }

    /** All are looked at first; only where each has room they are taken. */
    private Future<QuotaDecision> oneByOne(List<QuotaDemand> demands, long deadline) {
        return each(demands, deadline, true, 0, null)
                .compose(refused -> refused != null
                        ? Future.succeededFuture(refused)
                        : each(demands, deadline, false, 0, null)
                                .map(late ->
                                        late != null ? late : new QuotaDecision(Outcome.ALLOWED, demands.getFirst())));
    }

    private Future<QuotaDecision> each(
            List<QuotaDemand> demands, long deadline, boolean check, int index, QuotaDecision refused) {
        if (index == demands.size()) {
            return Future.succeededFuture(refused);
        }
        QuotaDemand demand = demands.get(index);
        boolean asks = demand.mode() == Mode.TAKE || demand.mode() == Mode.CHECK;
        if (check && demand.mode() == Mode.ADD) {
            return each(demands, deadline, true, index + 1, refused);
        }
        QuotaDemand asked = check && asks
                ? new QuotaDemand(
                        demand.key(),
                        demand.window(),
                        demand.maxCalls(),
                        demand.maxBytes(),
                        demand.units(),
                        demand.bytes(),
                        Mode.CHECK)
                : demand;
        return together(List.of(asked), deadline)
                .compose(said ->
                        each(demands, deadline, check, index + 1, said.allowed() ? refused : later(refused, said)));
    }

    private static QuotaDecision decision(List<QuotaDemand> demands, Response said) {
        QuotaDecision refused = null;
        for (int i = 0; i < demands.size(); i++) {
            long outcome = said.get(i).toLong();
            if (outcome != 0) {
                refused = later(
                        refused,
                        new QuotaDecision(
                                outcome == 1 ? Outcome.OUT_OF_CALLS : Outcome.OUT_OF_BANDWIDTH, demands.get(i)));
            }
        }
        return refused == null ? new QuotaDecision(Outcome.ALLOWED, demands.getFirst()) : refused;
    }

    private static QuotaDecision later(QuotaDecision one, QuotaDecision other) {
        return one == null
                        || other.binding().window().end()
                                > one.binding().window().end()
                ? other
                : one;
    }
}

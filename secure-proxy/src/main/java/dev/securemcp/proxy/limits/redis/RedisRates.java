package dev.securemcp.proxy.limits.redis;

import dev.securemcp.proxy.config.RedisConfig.OnFailure;
import dev.securemcp.proxy.exchange.limit.RateDecision;
import dev.securemcp.proxy.exchange.limit.RateDemand;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.exchange.limit.RateLimiter;
import dev.securemcp.proxy.store.redis.RedisLink;
import dev.securemcp.proxy.store.redis.RedisScript;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Rates that all gateways count together. Redis decides by its own clock, in one step for all demands of a call; so the decision is that of
 * one process. What is known to be refused until a time is refused here, without asking. While Redis cannot be asked, a limit does what
 * its {@code on-failure} says.
 *
 * <p>In a cluster, counters of one call may live on different servers: several demands are then asked one after the other, all within the
 * time of one, and one that is refused late has been counted by those before it.
 */
public final class RedisRates implements RateLimiter {

    /**
     * Decides all demands of a call. A counter is a list of times in microseconds, each the latest of the units beside it, as
     * {@link dev.securemcp.proxy.limits.MemoryRates} keeps it: up to twelve, exact for a limit of up to twelve, else the units of each
     * eleventh of the period together. The time never runs backwards within a counter.
     */
    private static final RedisScript DECIDE = RedisScript.of(
            """
            if redis.replicate_commands then redis.replicate_commands() end
            local real = tonumber(ARGV[#ARGV])
            if real == 0 then
              local clock = redis.call('TIME')
              real = clock[1] * 1000000 + clock[2]
            end
            local ring = 12
            local counters = {}

            local function open(i)
              local key = KEYS[i]
              local known = counters[key]
              if known then return known end
              local raw = redis.call('GET', key)
              known = { entries = raw and cmsgpack.unpack(raw) or {} }
              local n = #known.entries
              known.now = n > 0 and math.max(real, known.entries[n - 1]) or real
              counters[key] = known
              return known
            end

            local function live(counter, period)
              local kept, sum = {}, 0
              for i = 1, #counter.entries, 2 do
                if counter.now - counter.entries[i] < period then
                  kept[#kept + 1] = counter.entries[i]
                  kept[#kept + 1] = counter.entries[i + 1]
                  sum = sum + counter.entries[i + 1]
                end
              end
              counter.entries = kept
              return sum
            end

            local function wait(counter, period, units)
              local freed = 0
              for i = 1, #counter.entries, 2 do
                freed = freed + counter.entries[i + 1]
                if freed >= units then return counter.entries[i] + period - counter.now end
              end
              return period
            end

            local function add(counter, period, calls, units)
              local e, n = counter.entries, #counter.entries
              local part = math.ceil(period / (ring - 1))
              local together = n > 0 and calls > ring and math.floor(e[n - 1] / part) == math.floor(counter.now / part)
              if together or n >= 2 * ring then
                e[n - 1] = counter.now
                e[n] = e[n] + units
              else
                e[n + 1] = counter.now
                e[n + 2] = units
              end
              counter.changed = math.ceil(period / 1000) + 1
            end

            local function decide(i, mode)
              local a = (i - 1) * 4
              local period, calls, units = tonumber(ARGV[a + 1]), tonumber(ARGV[a + 2]), tonumber(ARGV[a + 3])
              local counter = open(i)
              local sum = live(counter, period)
              if mode == 'ADD' then
                add(counter, period, calls, units)
                return { 1, 0, 0 }
              end
              local left = calls - sum - (mode == 'COUNTED' and 0 or units)
              if left >= 0 then
                if mode == 'TAKE' then add(counter, period, calls, units) end
                return { 1, left, 0 }
              end
              if units > calls then return { 0, 0, -1 } end
              return { 0, 0, wait(counter, period, mode == 'COUNTED' and units - left or -left) }
            end

            local said, refused = {}, false
            for i = 1, #KEYS do
              local mode = ARGV[i * 4]
              if #KEYS > 1 and mode == 'TAKE' then mode = 'CHECK' end
              if #KEYS == 1 or mode ~= 'ADD' then
                said[i] = decide(i, mode)
                refused = refused or said[i][1] == 0
              else
                said[i] = { 1, 0, 0 }
              end
            end
            if #KEYS > 1 and not refused then
              for i = 1, #KEYS do
                if ARGV[i * 4] ~= 'CHECK' and ARGV[i * 4] ~= 'COUNTED' then said[i] = decide(i, ARGV[i * 4]) end
              end
            end
            for key, counter in pairs(counters) do
              if counter.changed then redis.call('SET', key, cmsgpack.pack(counter.entries), 'PX', counter.changed) end
            end
            local flat = {}
            for i = 1, #KEYS do
              for j = 1, 3 do flat[#flat + 1] = said[i][j] end
            end
            return flat
            """);

    private final RedisLink link;
    private final String prefix;
    private final boolean apart;
    private final KnownRefusals refusals;
    private final LongSupplier time;
    private final RateLimiter local;
    private final OnFailure onFailure;

    /** @param time microseconds that Redis takes for now; 0 for its own clock */
    RedisRates(
            RedisLink link,
            String prefix,
            boolean apart,
            KnownRefusals refusals,
            LongSupplier time,
            RateLimiter local,
            OnFailure onFailure) {
        this.link = link;
        this.prefix = prefix;
        this.apart = apart;
        this.refusals = refusals;
        this.time = time;
        this.local = local;
        this.onFailure = onFailure;
    }

    /**
     * Rates in Redis.
     *
     * @param prefix what keys begin with
     * @param cluster whether keys of one call may live on different servers
     * @param local counts while Redis cannot be asked, where a limit wants that
     * @param onFailure what limits want that do not say so themselves
     * @param ticks microseconds that never run backwards
     */
    public static RedisRates of(
            RedisLink link,
            String prefix,
            boolean cluster,
            RateLimiter local,
            OnFailure onFailure,
            LongSupplier ticks) {
        return new RedisRates(link, prefix + ":r:", cluster, new KnownRefusals(ticks), () -> 0, local, onFailure);
    }

    @Override
    public RateLimiter onFailure(OnFailure wish) {
        return wish == onFailure ? this : new RedisRates(link, prefix, apart, refusals, time, local, wish);
    }

    @Override
    public Future<RateDecision> take(List<RateDemand> demands) {
        List<String> keys = new ArrayList<>(demands.size());
        for (RateDemand demand : demands) {
            String key = RedisNames.of(prefix, demand.key(), demand.periodMillis());
            RateDecision known = refusals.find(key, demand);
            if (known != null) {
                return Future.succeededFuture(known);
            }
            keys.add(key);
        }
        long deadline = link.deadline();
        Future<RateDecision> decision =
                apart && demands.size() > 1 ? oneByOne(demands, keys, deadline) : together(demands, keys, deadline);
        return decision.recover(failure -> onFailure == OnFailure.LOCAL
                ? local.take(demands)
                : Future.succeededFuture(RateDecision.unavailable(demands.getFirst())));
    }

    private Future<RateDecision> together(List<RateDemand> demands, List<String> keys, long deadline) {
        List<String> arguments = new ArrayList<>(demands.size() * 4);
        for (RateDemand demand : demands) {
            arguments.add(Long.toString(demand.periodMillis() * 1_000L));
            arguments.add(Long.toString(demand.calls()));
            arguments.add(Long.toString(demand.units()));
            arguments.add(demand.mode().name());
        }
        arguments.add(Long.toString(time.getAsLong()));
        return link.run(DECIDE, keys, arguments, deadline).map(said -> binding(demands, keys, said));
    }

    private Future<RateDecision> oneByOne(List<RateDemand> demands, List<String> keys, long deadline) {
        return each(demands, keys, deadline, true, 0, null)
                .compose(checked -> checked.allowed()
                        ? each(demands, keys, deadline, false, 0, null)
                        : Future.succeededFuture(checked));
    }

    private Future<RateDecision> each(
            List<RateDemand> demands,
            List<String> keys,
            long deadline,
            boolean check,
            int index,
            RateDecision binding) {
        if (index == demands.size()) {
            return Future.succeededFuture(binding);
        }
        RateDemand demand = demands.get(index);
        boolean changed = check && demand.mode() == Mode.TAKE;
        RateDemand asked = changed
                ? new RateDemand(demand.key(), demand.periodMillis(), demand.calls(), demand.units(), Mode.CHECK)
                : demand;
        return together(List.of(asked), List.of(keys.get(index)), deadline)
                .compose(said -> each(
                        demands,
                        keys,
                        deadline,
                        check,
                        index + 1,
                        binding == null || RateDecision.binds(said, binding) ? said : binding));
    }

    private RateDecision binding(List<RateDemand> demands, List<String> keys, Response said) {
        RateDecision binding = null;
        for (int i = 0; i < demands.size(); i++) {
            RateDemand demand = demands.get(i);
            boolean allowed = said.get(3 * i).toLong() == 1;
            long micros = said.get(3 * i + 2).toLong();
            long wait = allowed ? 0 : micros < 0 ? RateDecision.NEVER : Math.ceilDiv(micros, 1_000L);
            RateDecision one =
                    new RateDecision(allowed, demand, said.get(3 * i + 1).toLong(), wait);
            if (!allowed) {
                refusals.note(keys.get(i), demand, wait);
            }
            if (binding == null || RateDecision.binds(one, binding)) {
                binding = one;
            }
        }
        return binding;
    }
}

package dev.securemcp.proxy.config;

import dev.securemcp.proxy.config.Limit.Unit;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The limits in force: what the configuration says, else the defaults of {@link Limit}. Immutable. */
public final class Limits {

    /** Every limit as {@link Limit} has it. */
    public static final Limits DEFAULTS = new Limits(Map.of());

    private final Map<Limit, Long> set;

    private Limits(Map<Limit, Long> set) {
        this.set = set;
    }

    /** These limits with one of them changed; an amount outside the bounds of the limit is refused. */
    public Limits with(Limit limit, long amount) {
        if (amount < limit.min() || amount > limit.max()) {
            throw new IllegalArgumentException(
                    limit.key() + " must be between " + limit.min() + " and " + limit.max() + ", not " + amount);
        }
        Map<Limit, Long> changed = new EnumMap<>(Limit.class);
        changed.putAll(set);
        changed.put(limit, amount);
        return new Limits(changed);
    }

    /** The amount in bytes of a limit of that kind. */
    public long bytes(Limit limit) {
        return amount(limit, Unit.BYTES);
    }

    /** The time of a limit of that kind, in milliseconds precise. */
    public Duration time(Limit limit) {
        return Duration.ofMillis(amount(limit, Unit.TIME));
    }

    /** The number of a limit of that kind. */
    public int count(Limit limit) {
        return Math.toIntExact(amount(limit, Unit.COUNT));
    }

    private long amount(Limit limit, Unit unit) {
        if (limit.unit() != unit) {
            throw new IllegalArgumentException(limit.key() + " is counted in " + limit.unit() + ", not " + unit);
        }
        return set.getOrDefault(limit, limit.byDefault());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Limits limits && set.equals(limits.set);
    }

    @Override
    public int hashCode() {
        return set.hashCode();
    }

    /** What differs from the defaults. */
    @Override
    public String toString() {
        return "Limits" + set;
    }
}

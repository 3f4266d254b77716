package dev.securemcp.bench;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaWindow;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import dev.securemcp.proxy.limits.Concurrency;
import dev.securemcp.proxy.limits.MemoryQuotas;
import dev.securemcp.proxy.limits.RateTable;
import java.time.Instant;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** Counters that several event loops hit at once: {@code src/bench/bench stress}. */
public final class LimitStress {

    private static final int MINUTE = 60_000_000;

    private LimitStress() {}

    /** The last call that a limit has left goes to one of two. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "one gets it")
    @Outcome(expect = FORBIDDEN, desc = "both or neither")
    @State
    public static class LastCall {
        private final RateTable table = new RateTable(64);

        private int take() {
            return table.decide("key", MINUTE, 1, 1, Mode.TAKE, 0) >= 0 ? 1 : 0;
        }

        @Actor
        public void first(II_Result result) {
            result.r1 = take();
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = take();
        }
    }

    /** A key that comes for the first time on two threads has one counter with both calls. */
    @JCStressTest
    @Outcome(id = "1, 8", expect = ACCEPTABLE, desc = "one counter, nothing lost")
    @Outcome(expect = FORBIDDEN, desc = "a counter twice, or a call lost")
    @State
    public static class NewKey {
        private final RateTable table = new RateTable(64);

        @Actor
        public void first() {
            table.decide("key", MINUTE, 10, 1, Mode.TAKE, 0);
        }

        @Actor
        public void second() {
            table.decide("key", MINUTE, 10, 1, Mode.ADD, 0);
        }

        @Arbiter
        public void count(II_Result result) {
            result.r1 = table.size();
            result.r2 = (int) table.decide("key", MINUTE, 10, 1, Mode.COUNTED, 0);
        }
    }

    /** Two new keys and one free counter: one is given it, the other is counted with the rest. */
    @JCStressTest
    @Outcome(id = "1, 1, 64", expect = ACCEPTABLE, desc = "both pass, by different counters")
    @Outcome(expect = FORBIDDEN, desc = "refused without a reason, or more counters than the setting")
    @State
    public static class LastCounter {
        private final RateTable table = new RateTable(64);

        public LastCounter() {
            for (int i = 0; i < 63; i++) {
                table.decide("old" + i, MINUTE, 5, 1, Mode.TAKE, 0);
            }
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = table.decide("a", MINUTE, 1, 1, Mode.TAKE, 0) >= 0 ? 1 : 0;
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = table.decide("b", MINUTE, 1, 1, Mode.TAKE, 0) >= 0 ? 1 : 0;
        }

        @Arbiter
        public void size(III_Result result) {
            result.r3 = table.size();
        }
    }

    /** The last call that a quota has left goes to one of two. */
    @JCStressTest
    @Outcome(
            id = {"1, 0", "0, 1"},
            expect = ACCEPTABLE,
            desc = "one gets it")
    @Outcome(expect = FORBIDDEN, desc = "both or neither")
    @State
    public static class LastOfQuota {
        private static final List<QuotaDemand> DEMAND =
                List.of(new QuotaDemand("key", QuotaWindow.FOREVER, 1, QuotaDemand.UNLIMITED, 1, 0, Mode.TAKE));

        private final MemoryQuotas quotas = MemoryQuotas.volatileOnes(64);

        private int take() {
            return quotas.take(Instant.EPOCH, DEMAND).result().allowed() ? 1 : 0;
        }

        @Actor
        public void first(II_Result result) {
            result.r1 = take();
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = take();
        }
    }

    /** The last call that two nested quotas have left goes to one of two, and counts once at the one that has more. */
    @JCStressTest
    @Outcome(
            id = {"1, 0, 1", "0, 1, 1"},
            expect = ACCEPTABLE,
            desc = "one gets it")
    @Outcome(expect = FORBIDDEN, desc = "both or neither, or counted otherwise")
    @State
    public static class LastOfNestedQuotas {
        private static final QuotaDemand ALL = demand("all", 3);
        private static final List<QuotaDemand> BOTH = List.of(ALL, demand("tool", 1));

        private final MemoryQuotas quotas = MemoryQuotas.volatileOnes(64);

        private static QuotaDemand demand(String key, long calls) {
            return new QuotaDemand(key, QuotaWindow.FOREVER, calls, QuotaDemand.UNLIMITED, 1, 0, Mode.TAKE);
        }

        private int take() {
            return quotas.take(Instant.EPOCH, BOTH).result().allowed() ? 1 : 0;
        }

        @Actor
        public void first(III_Result result) {
            result.r1 = take();
        }

        @Actor
        public void second(III_Result result) {
            result.r2 = take();
        }

        @Arbiter
        public void counted(III_Result result) {
            int left = 0;
            while (quotas.take(Instant.EPOCH, List.of(ALL)).result().allowed()) {
                left++;
            }
            result.r3 = 3 - left;
        }
    }

    /** A place that is given back and taken at the same time is never there twice, and never forgotten. */
    @JCStressTest
    @Outcome(
            id = {"0, 0", "1, 1"},
            expect = ACCEPTABLE,
            desc = "taken before or after it was given back")
    @Outcome(expect = FORBIDDEN, desc = "a place too many or too few")
    @State
    public static class PlaceGivenBack {
        private final Concurrency places = new Concurrency();

        public PlaceGivenBack() {
            places.take("key", 1);
        }

        @Actor
        public void give() {
            places.release("key");
        }

        @Actor
        public void take(II_Result result) {
            result.r1 = places.take("key", 1) ? 1 : 0;
        }

        @Arbiter
        public void held(II_Result result) {
            result.r2 = places.size();
        }
    }
}

package dev.securemcp.proxy.limits;

import dev.securemcp.proxy.exchange.limit.QuotaDecision;
import dev.securemcp.proxy.exchange.limit.QuotaDecision.Outcome;
import dev.securemcp.proxy.exchange.limit.QuotaDemand;
import dev.securemcp.proxy.exchange.limit.QuotaLimiter;
import dev.securemcp.proxy.exchange.limit.RateDemand.Mode;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Quotas that this process counts by itself, in memory and, where they are to survive it, in a file. Decides at once. */
public final class MemoryQuotas implements QuotaLimiter {

    private final QuotaTable table;
    private final QuotaFile file;

    private MemoryQuotas(QuotaTable table, QuotaFile file) {
        this.table = table;
        this.file = file;
    }

    /** Quotas that begin anew with the process. */
    public static MemoryQuotas volatileOnes(int counters) {
        return new MemoryQuotas(new QuotaTable(counters, SipHash.random(), false), null);
    }

    /**
     * Quotas that survive the process, read from a file and {@linkplain #write written} there. Blocks while it reads.
     *
     * @throws IOException where the file cannot be read or is of another form; the message is for a person
     */
    public static MemoryQuotas durable(int counters, Path path, Instant now) throws IOException {
        QuotaFile file = QuotaFile.open(path, counters, now);
        return new MemoryQuotas(file.table(), file);
    }

    @Override
    public Future<QuotaDecision> take(Instant now, List<QuotaDemand> demands) {
        long millis = now.toEpochMilli();
        if (demands.size() == 1) {
            QuotaDemand only = demands.getFirst();
            return Future.succeededFuture(new QuotaDecision(table.decide(only, only.mode(), millis), only));
        }
        QuotaDecision refused = looked(demands, millis);
        return Future.succeededFuture(refused == null ? taken(demands, millis) : refused);
    }

    /** Looks at every quota: the refusal that lasts longest, null where each has room. */
    private QuotaDecision looked(List<QuotaDemand> demands, long millis) {
        QuotaDecision refused = null;
        for (QuotaDemand demand : demands) {
            if (demand.mode() == Mode.ADD) {
                continue;
            }
            Mode mode = demand.mode() == Mode.TAKE ? Mode.CHECK : demand.mode();
            QuotaDecision said = new QuotaDecision(table.decide(demand, mode, millis), demand);
            boolean later = refused == null
                    || demand.window().end() > refused.binding().window().end();
            if (!said.allowed() && later) {
                refused = said;
            }
        }
        return refused;
    }

    /** Takes of every quota. One may be used up since it was looked at, by another thread: what the others gave is given back. */
    private QuotaDecision taken(List<QuotaDemand> demands, long millis) {
        for (int i = 0; i < demands.size(); i++) {
            QuotaDemand demand = demands.get(i);
            if (demand.mode() != Mode.TAKE && demand.mode() != Mode.ADD) {
                continue;
            }
            Outcome said = table.decide(demand, demand.mode(), millis);
            if (said != Outcome.ALLOWED) {
                demands.subList(0, i).stream()
                        .filter(before -> before.mode() == Mode.TAKE)
                        .forEach(table::giveBack);
                return new QuotaDecision(said, demand);
            }
        }
        return new QuotaDecision(Outcome.ALLOWED, demands.getFirst());
    }

    /** Writes what has changed since the last time. Blocks; nothing where quotas are not durable. */
    public void write(Instant now) throws IOException {
        if (file != null) {
            file.write(now);
        }
    }

    /** What could not be taken over from the file, for the log; empty where all was. */
    public String losses() {
        return file == null ? "" : file.losses();
    }

    /** Counters that are kept, those whose window is over and that are not yet reused among them. */
    public int size() {
        return table.size();
    }

    /** How often a key found no counter of its own. */
    public long overflowed() {
        return table.overflowed();
    }
}

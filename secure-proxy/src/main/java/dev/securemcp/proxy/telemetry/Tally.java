package dev.securemcp.proxy.telemetry;

/** Counts of one kind of call. Every method holds the tally's own lock, for some tens of nanoseconds. */
final class Tally {

    private long requests;
    private long errors;
    private long denied;
    private long cancelled;
    private final Latencies latencies = new Latencies();

    /** @param nanos duration, −1 where it says nothing about speed */
    synchronized void add(Outcome outcome, long nanos) {
        requests++;
        if (outcome.isError()) {
            errors++;
        } else if (outcome == Outcome.DENIED) {
            denied++;
        } else if (outcome == Outcome.CANCELLED) {
            cancelled++;
        }
        if (nanos >= 0) {
            latencies.add(nanos);
        }
    }

    /** Adds the counts of another tally; the caller owns this one alone. */
    void addAll(Tally other) {
        synchronized (other) {
            requests += other.requests;
            errors += other.errors;
            denied += other.denied;
            cancelled += other.cancelled;
            latencies.add(other.latencies);
        }
    }

    synchronized SummaryReport.Row row(String server, String tool, String subscription) {
        return new SummaryReport.Row(
                server,
                tool,
                subscription,
                requests,
                errors,
                denied,
                cancelled,
                latencies.percentile(0.50),
                latencies.percentile(0.95),
                latencies.percentile(0.99));
    }
}

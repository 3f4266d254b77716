package dev.securemcp.proxy.exchange;

import java.time.Instant;

/** Where {@code log-to-eventhub} writes. */
@FunctionalInterface
public interface EventSinks {

    /** Writes nothing. */
    EventSinks NONE = (sink, event) -> {};

    /**
     * One event.
     *
     * @param time when it was written down
     * @param partitionId the partition that the policy names; null for none
     * @param partitionKey what partitions are chosen by; null for nothing
     * @param body what the policy says
     */
    record Event(Instant time, String partitionId, String partitionKey, String body) {}

    /**
     * Takes an event; drops and counts it where too many wait.
     *
     * @param sink the configured name
     */
    void write(String sink, Event event);
}

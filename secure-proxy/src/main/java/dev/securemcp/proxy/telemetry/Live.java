package dev.securemcp.proxy.telemetry;

import java.util.concurrent.atomic.LongAdder;

/** What is going on at one server right now. Every beginning needs its end, exactly once. */
public final class Live {

    private final LongAdder exchanges = new LongAdder();
    private final LongAdder streams = new LongAdder();

    Live() {}

    public void exchangeBegan() {
        exchanges.increment();
    }

    public void exchangeEnded() {
        exchanges.decrement();
    }

    /** A response with server-sent events has begun; it also counts as an exchange until that ends. */
    public void streamOpened() {
        streams.increment();
    }

    public void streamClosed() {
        streams.decrement();
    }

    public long exchanges() {
        return exchanges.sum();
    }

    public long streams() {
        return streams.sum();
    }
}

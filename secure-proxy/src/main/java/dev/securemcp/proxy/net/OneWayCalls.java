package dev.securemcp.proxy.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Calls whose outcome nobody waits for: bounded in number, what is too much is dropped and counted. */
public final class OneWayCalls {

    private final HttpCalls http;
    private final int max;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** @param max most calls under way */
    public OneWayCalls(HttpCalls http, int max) {
        this.http = http;
        this.max = max;
    }

    /**
     * Sends, and forgets. To be called on an event loop.
     *
     * @return whether it was sent; false where too many are under way
     */
    public boolean send(OutboundRequest request) {
        if (underWay.incrementAndGet() > max) {
            underWay.decrementAndGet();
            dropped.increment();
            return false;
        }
        sent.increment();
        http.send(request).onComplete(ended -> {
            underWay.decrementAndGet();
            // A response that is larger than anybody reads is an answer all the same.
            boolean answered = ended.succeeded()
                    || (ended.cause() instanceof OutboundException e && e.kind() == OutboundException.Kind.TOO_LARGE);
            if (!answered) {
                failed.increment();
            }
        });
        return true;
    }

    /** How many are under way. */
    public int underWay() {
        return underWay.get();
    }

    /** How many were sent since the start. */
    public long sent() {
        return sent.sum();
    }

    /** How many of those got no answer. */
    public long failed() {
        return failed.sum();
    }

    /** How many were not sent, since too many were under way. */
    public long dropped() {
        return dropped.sum();
    }
}

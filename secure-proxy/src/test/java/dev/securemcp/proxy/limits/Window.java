package dev.securemcp.proxy.limits;

/** One sliding window by itself. */
final class Window {

    private final long[] record = new long[SlidingWindow.SIZE];
    private final long calls;
    private final int period;

    Window(long calls, int period) {
        this.calls = calls;
        this.period = period;
        SlidingWindow.clear(record, 0, period);
    }

    int period() {
        return period;
    }

    long take(long now, long units) {
        return SlidingWindow.take(record, 0, now, calls, units);
    }

    long take(long now) {
        return take(now, 1);
    }

    long check(long now, long units) {
        return SlidingWindow.check(record, 0, now, calls, units);
    }

    void add(long now, long units) {
        SlidingWindow.add(record, 0, now, calls, units);
    }

    boolean live(long now) {
        return SlidingWindow.live(record, 0, now);
    }
}

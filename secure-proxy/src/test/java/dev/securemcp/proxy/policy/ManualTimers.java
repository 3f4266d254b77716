package dev.securemcp.proxy.policy;

import dev.securemcp.proxy.exchange.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers whose clock a test moves by hand. */
public final class ManualTimers implements Timers {

    private record Timer(long due, Runnable task) {}

    private final List<Timer> timers = new ArrayList<>();
    private final List<Long> asked = new ArrayList<>();
    private long now;

    @Override
    public Runnable after(long millis, Runnable task) {
        Timer timer = new Timer(now + millis, task);
        timers.add(timer);
        asked.add(millis);
        return () -> timers.remove(timer);
    }

    /** Lets time pass; what falls due runs in its order, timers that it sets included. */
    public void advance(long millis) {
        long end = now + millis;
        while (true) {
            Timer next = timers.stream()
                    .filter(timer -> timer.due() <= end)
                    .min(Comparator.comparingLong(Timer::due))
                    .orElse(null);
            if (next == null) {
                now = end;
                return;
            }
            timers.remove(next);
            now = next.due();
            next.task().run();
        }
    }

    /** How many timers are set. */
    public int pending() {
        return timers.size();
    }

    /** Every wait that was asked for so far, in milliseconds. */
    public List<Long> asked() {
        return List.copyOf(asked);
    }
}

package dev.securemcp.proxy.exchange;

/** Where waiting is done: the event loop's timers, or in tests a clock that is moved by hand. */
@FunctionalInterface
public interface Timers {

    /**
     * Calls a task once, later, on the event loop that this is called on.
     *
     * @param millis at least 1
     * @return cancels it; does nothing once the task has run
     */
    Runnable after(long millis, Runnable task);
}

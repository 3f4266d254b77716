package dev.securemcp.proxy.exchange;

/** Places that calls hold while they run, counted by key over the whole gateway. Thread-safe; nothing blocks. */
public interface Slots {

    /**
     * Takes a place.
     *
     * @param key what is counted; whoever names the same key shares its places
     * @param max how many may be taken at a time
     * @return whether there was one; then it must be {@linkplain #release released} once
     */
    boolean take(String key, int max);

    /** Gives a place back. */
    void release(String key);
}

package dev.securemcp.weather.provider.upstream;

/** Whether the source is asked. */
public enum Mode {
    /** A copy that is fresh, else the source. */
    FETCH,
    /** Only a copy, however stale, up to the limit of the cache. */
    CACHED
}

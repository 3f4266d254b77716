package dev.securemcp.proxy.config;

/**
 * What limits count, and how they tell of it.
 *
 * @param calls what a call is
 * @param fields whether responses carry {@code RateLimit} and {@code RateLimit-Policy}
 */
public record CountingConfig(Calls calls, boolean fields) {

    /** What counts as a call. */
    public enum Calls {
        /** Each JSON-RPC request; everything else that comes has a counter of its own, with more room. */
        REQUESTS,
        /** Each HTTP request, whatever it carries. */
        HTTP
    }

    /** What holds where the configuration does not say. */
    public static final CountingConfig DEFAULT = new CountingConfig(Calls.REQUESTS, false);
}

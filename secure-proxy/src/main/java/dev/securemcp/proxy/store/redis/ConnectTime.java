package dev.securemcp.proxy.store.redis;

/**
 * How long connecting may take, which has a bound of its own: a connection is made once and serves many commands, so one that takes longer
 * than a command may is no reason to begin again.
 */
final class ConnectTime {

    /** What a greeting and a handshake may need, however short the time of a command is. */
    private static final long LEAST_MILLIS = 500;

    private static final long LEAST_ADDRESS_MILLIS = 100;

    private ConnectTime() {}

    /**
     * For one address.
     *
     * @param timeMillis how long a command may take
     */
    static long addressMillis(long timeMillis) {
        return Math.max(timeMillis, LEAST_ADDRESS_MILLIS);
    }

    /**
     * For all of it: the addresses are tried one after the other, and what answers there may name the server that is connected to then.
     *
     * @param timeMillis how long a command may take
     * @param addresses how many are configured
     */
    static long wholeMillis(long timeMillis, int addresses) {
        return Math.max(LEAST_MILLIS, addressMillis(timeMillis) * (addresses + 1L));
    }
}

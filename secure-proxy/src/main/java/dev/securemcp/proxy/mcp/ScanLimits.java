package dev.securemcp.proxy.mcp;

/**
 * What a body may be. Its size is bounded by whoever reads it from the wire.
 *
 * @param depth nesting of objects and arrays
 * @param stringLength chars of a string that decides something (method, name, URI, version)
 * @param nameLength chars of a key anywhere
 * @param numberLength chars of a number anywhere
 * @param idLength bytes of an id token, which every answer repeats
 * @param batchSize messages in a batch
 */
public record ScanLimits(int depth, int stringLength, int nameLength, int numberLength, int idLength, int batchSize) {

    /** Far above what clients send: nesting 200, strings 64 Ki, keys 8 Ki, numbers 1000, ids 1 Ki, batches of 50. */
    public static final ScanLimits DEFAULT = new ScanLimits(200, 64 * 1024, 8 * 1024, 1000, 1024, 50);
}

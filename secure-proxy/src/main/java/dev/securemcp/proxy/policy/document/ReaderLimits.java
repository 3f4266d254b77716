package dev.securemcp.proxy.policy.document;

/**
 * How large a document may be. Each limit is checked before the work that it bounds.
 *
 * @param size bytes of a file, and characters of one; also bounds what named values may add (default 1 MiB)
 * @param depth elements inside one another (default 100)
 * @param elements elements of one document, after fragments are included (default 20,000)
 */
public record ReaderLimits(int size, int depth, int elements) {

    /** 1 MiB, 100 deep, 20,000 elements. */
    public static final ReaderLimits DEFAULT = new ReaderLimits(1 << 20, 100, 20_000);

    public ReaderLimits {
        if (size < 1 || depth < 1 || elements < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /** The same limits with another size. */
    public ReaderLimits withSize(int bytes) {
        return new ReaderLimits(bytes, depth, elements);
    }
}

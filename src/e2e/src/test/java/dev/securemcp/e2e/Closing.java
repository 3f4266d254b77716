package dev.securemcp.e2e;

/** Ends what tests started. */
final class Closing {
    private Closing() {}

    /** Closes what declares an exception that it does not throw. */
    static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.securemcp.proxy.mcp;

/** The two families of protocol revisions, which differ in how a connection lives. */
public enum Era {
    /** 2024-11-05 to 2025-11-25: {@code initialize}, sessions, a GET stream; a disconnect is not a cancellation. */
    LEGACY,

    /** From 2026-07-28: stateless POSTs, the version in every request's {@code _meta}; a disconnect is the cancellation. */
    MODERN;

    private static final String FIRST_MODERN = "2026-07-28";

    /**
     * The family a version belongs to, known to us or not. Versions are dates, so later ones compare greater; what is not a
     * date of a legacy revision counts as modern, so that a claim nobody understands meets the stricter checks.
     *
     * @param version what a message claims, never null
     */
    public static Era ofVersion(String version) {
        return isDate(version) && version.compareTo(FIRST_MODERN) < 0 ? LEGACY : MODERN;
    }

    /** Whether a header names a modern revision. What is no date names none, and is left to the backend to refuse. */
    static boolean isModern(String version) {
        return isDate(version) && version.compareTo(FIRST_MODERN) >= 0;
    }

    private static boolean isDate(String version) {
        if (version.length() != 10) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            char c = version.charAt(i);
            if ((i == 4 || i == 7) ? c != '-' : (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }
}

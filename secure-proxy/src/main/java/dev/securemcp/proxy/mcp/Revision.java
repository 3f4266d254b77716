package dev.securemcp.proxy.mcp;

import java.util.Optional;

/** The released revisions of the protocol, oldest first. */
public enum Revision {
    R2024_11_05("2024-11-05", Era.LEGACY),
    R2025_03_26("2025-03-26", Era.LEGACY),
    R2025_06_18("2025-06-18", Era.LEGACY),
    R2025_11_25("2025-11-25", Era.LEGACY),
    R2026_07_28("2026-07-28", Era.MODERN);

    private final String version;
    private final Era era;

    Revision(String version, Era era) {
        this.version = version;
        this.era = era;
    }

    /** The date that names it on the wire. */
    public String version() {
        return version;
    }

    public Era era() {
        return era;
    }

    /** Whether a POST body may be a JSON array of messages; batches were removed with 2025-06-18. */
    public boolean batches() {
        return compareTo(R2025_06_18) < 0;
    }

    /**
     * The revision with that date.
     *
     * @param version a header's or a body's value, or null
     * @return empty for null and for a revision this program does not know, which is relayed all the same
     */
    public static Optional<Revision> of(String version) {
        if (version != null) {
            for (Revision revision : values()) {
                if (revision.version.equals(version)) {
                    return Optional.of(revision);
                }
            }
        }
        return Optional.empty();
    }
}

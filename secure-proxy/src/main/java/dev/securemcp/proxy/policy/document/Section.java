package dev.securemcp.proxy.policy.document;

import java.util.Optional;

/** The sections of a policy document, in the order they run. */
public enum Section {
    /** Before the request is forwarded. */
    INBOUND("inbound"),
    /** How it is forwarded. */
    BACKEND("backend"),
    /** Before the response head is returned. */
    OUTBOUND("outbound"),
    /** When any section failed. */
    ON_ERROR("on-error");

    private final String id;

    Section(String id) {
        this.id = id;
    }

    /** The name in documents and in {@code context.LastError.Section}. */
    public String id() {
        return id;
    }

    /** The section of that name. */
    public static Optional<Section> of(String id) {
        for (Section section : values()) {
            if (section.id.equals(id)) {
                return Optional.of(section);
            }
        }
        return Optional.empty();
    }
}

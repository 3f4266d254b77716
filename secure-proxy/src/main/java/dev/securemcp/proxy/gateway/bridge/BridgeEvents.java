package dev.securemcp.proxy.gateway.bridge;

/** Told of what bridges do, to be counted. */
@FunctionalInterface
public interface BridgeEvents {

    /** What happens. */
    enum Event {
        /** A client has registered. */
        REGISTERED,
        /** A person was asked. */
        ASKED,
        /** A person agreed, now or in this browser before. */
        AGREED,
        /** The issuer signed a person in. */
        SIGNED_IN,
        /** A client got its first token of a grant. */
        ISSUED,
        /** A client got a further one. */
        REFRESHED,
        /** A grant ended, since something of it was used twice. */
        REVOKED
    }

    void happened(String server, Event event);
}

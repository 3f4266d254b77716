package dev.securemcp.proxy.exchange;

import java.net.URI;

/** The backend that a policy has chosen instead of the server's own ({@code set-backend-service}). */
public sealed interface BackendChoice {

    /** A backend of the configuration, by name. */
    record Named(String name) implements BackendChoice {}

    /**
     * An address that the document gives.
     *
     * @param url http or https, with a host, without user, query and fragment
     */
    record Address(URI url) implements BackendChoice {}
}

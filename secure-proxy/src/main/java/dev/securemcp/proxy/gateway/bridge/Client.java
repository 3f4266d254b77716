package dev.securemcp.proxy.gateway.bridge;

import java.util.List;

/**
 * A client as a bridge knows it.
 *
 * @param id its client id
 * @param name what it calls itself, fit to be shown; may be empty
 * @param host where its metadata document is; null for one that registered itself
 * @param redirects where it may have people sent back to, at least one
 * @param secret whether it has to prove itself with a secret
 * @param refresh whether it takes refresh tokens
 */
record Client(String id, String name, String host, List<String> redirects, boolean secret, boolean refresh) {

    /** Most code points of a name. */
    static final int MAX_NAME = 80;

    /** Most redirect URIs of one client. */
    static final int MAX_REDIRECTS = 10;

    Client {
        redirects = List.copyOf(redirects);
    }

    /** Whether it may be answered there. */
    boolean mayBeAnsweredAt(String redirect) {
        return redirects.stream().anyMatch(registered -> RedirectUri.matches(registered, redirect));
    }
}

package dev.securemcp.proxy.net;

/**
 * An HTTP proxy that a call goes through (RFC 9110 §9.3.6 for TLS, §7.6 else). It resolves names itself, so only calls whose URL the
 * operator wrote may take one.
 *
 * @param username null where the proxy asks for none
 * @param password empty where there is none
 */
public record OutboundProxy(String host, int port, String username, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}

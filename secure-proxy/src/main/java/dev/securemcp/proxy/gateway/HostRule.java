package dev.securemcp.proxy.gateway;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which values of {@code Host} are taken for ours. A gateway on loopback is reachable by any page in a browser of that machine, once
 * the page's own name has been pointed at 127.0.0.1 (DNS rebinding); the name then is the only trace of that.
 */
final class HostRule {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> exact;
    private final boolean any;

    private HostRule(Set<String> exact, boolean any) {
        this.exact = exact;
        this.any = any;
    }

    /**
     * The rule of a server.
     *
     * @param publicAuthority the public URL's host, with its port if it has one; null where none is configured
     * @param allowed further names from the configuration, lower case; without a port they stand for every port
     * @param boundToLoopback whether the gateway listens on loopback only; elsewhere every name is taken unless some are listed,
     *     since probes and other services come by names and addresses of their own
     */
    static HostRule of(String publicAuthority, List<String> allowed, boolean boundToLoopback) {
        if (!boundToLoopback && allowed.isEmpty()) {
            return new HostRule(Set.of(), true);
        }
        Set<String> names = new HashSet<>(allowed);
        if (publicAuthority != null) {
            names.add(publicAuthority.toLowerCase(Locale.ROOT));
        }
        if (boundToLoopback) {
            names.addAll(LOOPBACK);
        }
        return new HostRule(Set.copyOf(names), false);
    }

    boolean allows(String host) {
        if (any) {
            return true;
        }
        if (host == null) {
            return false;
        }
        String lower = host.toLowerCase(Locale.ROOT);
        return exact.contains(lower) || exact.contains(withoutPort(lower));
    }

    /** {@code localhost:8080} → {@code localhost}, {@code [::1]:8080} → {@code [::1]}. */
    static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    /** Whether a name without its port means this machine. */
    static boolean isLoopback(String name) {
        return LOOPBACK.contains(name);
    }
}

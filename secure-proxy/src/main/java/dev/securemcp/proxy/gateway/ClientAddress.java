package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.config.AddressRange;
import dev.securemcp.proxy.config.AddressText;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;

/**
 * The caller's address: the socket's, or, where the socket belongs to a trusted proxy, the last address in
 * {@code X-Forwarded-For} that does not. Addresses further left were written by whoever is there, so they prove nothing.
 * {@code Forwarded} (RFC 7239) is not read: a proxy that sets one of the two fields passes the other on as the client wrote it.
 */
record ClientAddress(List<AddressRange> trustedProxies) {

    /** More hops than this are no real chain; the walk stops there. */
    private static final int MAX_HOPS = 32;

    /**
     * Finds the caller.
     *
     * @param peer the socket's address as text; the zone of a link-local one is this machine's business and left out
     * @param forwardedFor the values of {@code X-Forwarded-For} in order
     */
    String of(String peer, List<String> forwardedFor) {
        String socket = withoutZone(peer);
        if (forwardedFor.isEmpty() || !trusts(socket)) {
            return shortest(socket);
        }
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        String caller = shortest(socket);
        for (int i = hops.length - 1; i >= 0 && hops.length - i <= MAX_HOPS; i--) {
            InetAddress hop = parse(hops[i]);
            if (hop == null) {
                return caller;
            }
            caller = NetUtil.toAddressString(hop);
            if (!trusts(caller)) {
                return caller;
            }
        }
        return caller;
    }

    /** Whether what this peer says about the request's origin is believed. */
    boolean trusts(String address) {
        if (trustedProxies.isEmpty()) {
            return false;
        }
        InetAddress parsed = parse(withoutZone(address));
        if (parsed == null) {
            return false;
        }
        for (AddressRange range : trustedProxies) {
            if (range.contains(parsed)) {
                return true;
            }
        }
        return false;
    }

    /** IPv6 in the form that people and policies compare (RFC 5952): {@code ::1} for {@code 0:0:0:0:0:0:0:1}. */
    private static String shortest(String address) {
        InetAddress parsed = address.indexOf(':') < 0 ? null : parse(address);
        return parsed == null ? address : NetUtil.toAddressString(parsed);
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** An address with or without a port ({@code 203.0.113.9:4711}, {@code [2001:db8::1]:443}); null for anything else. */
    private static InetAddress parse(String text) {
        String literal = text.trim();
        if (literal.startsWith("[")) {
            int end = literal.indexOf(']');
            literal = end < 0 ? literal : literal.substring(1, end);
        } else if (literal.indexOf(':') >= 0 && literal.indexOf(':') == literal.lastIndexOf(':')) {
            literal = literal.substring(0, literal.indexOf(':'));
        }
        return AddressText.parse(literal);
    }
}

package dev.securemcp.proxy.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Reads internet addresses in the forms that everybody reads alike: four decimal numbers without leading zeros, or IPv6 (RFC 4291
 * §2.2). {@code 10.1} and {@code 010.0.0.1} are some address too, but which one depends on the reader; a zone ({@code fe80::1%eth0}) means
 * something on one machine only. Asks no name service.
 */
public final class AddressText {

    private static final long NONE = -1;

    private AddressText() {}

    /** The address; an IPv4 one that is written as IPv6 ({@code ::ffff:10.0.0.1}) is IPv4. Null for anything else. */
    public static InetAddress parse(String text) {
        try {
            if (text.indexOf(':') < 0) {
                long bits = ipv4(text);
                return bits == NONE
                        ? null
                        : InetAddress.getByAddress(
                                new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
            }
            if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
                return null;
            }
            if (text.indexOf('.') >= 0) {
                // IPv4 at the end of IPv6: rare, and Netty takes it only behind certain prefixes.
                return ipv4(text.substring(text.lastIndexOf(':') + 1)) == NONE ? null : InetAddress.ofLiteral(text);
            }
            // Netty's reader takes a fraction of the time of the JDK's.
            byte[] address = NetUtil.createByteArrayFromIpAddressString(text);
            return address == null ? null : InetAddress.getByAddress(address);
        } catch (IllegalArgumentException e) {
            return null;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes", e);
        }
    }

    /** The 32 bits of an IPv4 address, or {@value #NONE}. Allocates nothing: every call with an address filter comes by here. */
    static long ipv4(String text) {
        long bits = 0;
        int parts = 0;
        int i = 0;
        while (parts < 4) {
            int begin = i;
            int number = 0;
            for (; i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9' && i - begin < 3; i++) {
                number = number * 10 + text.charAt(i) - '0';
            }
            boolean leadingZero = i - begin > 1 && text.charAt(begin) == '0';
            if (i == begin || number > 255 || leadingZero) {
                return NONE;
            }
            bits = bits << 8 | number;
            parts++;
            if (parts < 4 && (i == text.length() || text.charAt(i++) != '.')) {
                return NONE;
            }
        }
        return i == text.length() ? bits : NONE;
    }
}

package dev.securemcp.proxy.net;

import dev.securemcp.proxy.config.AddressRange;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses the gateway calls for a URL that a caller may have had a say in (server-side request forgery): none of those
 * that are not reachable for everybody anyway, such as loopback, private networks and a cloud's metadata service, unless the
 * operator allows them. Judged by the resolved address, since any name can be made to lead anywhere.
 */
public final class AddressGuard {

    /** Special-purpose addresses (RFC 6890 and the IANA registries), of both families. */
    private static final List<AddressRange> SPECIAL = ranges(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "168.63.129.16/32", // Azure's own host service, at a public-looking address
            "::/96",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7", // holds fd00:ec2::254, the metadata service of EC2
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    /** Prefixes behind which an IPv4 address is written (RFC 6052 §2.1, RFC 3056 §2): it is the one that counts. */
    private static final AddressRange NAT64 = range("64:ff9b::/96");

    private static final AddressRange LOCAL_NAT64 = range("64:ff9b:1::/48");
    private static final AddressRange SIX_TO_FOUR = range("2002::/16");

    private final List<AddressRange> allowed;

    /** @param allowed special addresses that may be called all the same */
    public AddressGuard(List<AddressRange> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Whether a URL that was not written by the operator may lead to this address. */
    public boolean permits(InetAddress address) {
        return allowed.stream().anyMatch(range -> range.contains(address)) || isPublic(address);
    }

    private static boolean isPublic(InetAddress address) {
        if (SPECIAL.stream().anyMatch(range -> range.contains(address)) || LOCAL_NAT64.contains(address)) {
            return false;
        }
        if (address instanceof Inet4Address) {
            return true;
        }
        int embedded = NAT64.contains(address) ? 12 : SIX_TO_FOUR.contains(address) ? 2 : -1;
        return embedded < 0 || isPublic(ipv4(address, embedded));
    }

    private static InetAddress ipv4(InetAddress address, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<AddressRange> ranges(String... texts) {
        return Arrays.stream(texts).map(AddressGuard::range).toList();
    }

    private static AddressRange range(String text) {
        return AddressRange.parse(text).orElseThrow();
    }
}

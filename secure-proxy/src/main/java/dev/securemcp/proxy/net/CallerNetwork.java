package dev.securemcp.proxy.net;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Which addresses are likely one caller's: of IPv6 a whole /64, since that is the least that a subscriber has (RFC 6177) and each of its
 * addresses costs nothing; of IPv4 each alone.
 */
public final class CallerNetwork {

    private static final int PREFIX_BYTES = 8;

    private CallerNetwork() {}

    /**
     * The name of an address's network.
     *
     * @param address as text; a zone is left out of account
     * @return the address itself where it is IPv4, also in the form of IPv6, or none at all
     */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        InetAddress parsed;
        try {
            int zone = address.indexOf('%');
            parsed = InetAddress.ofLiteral(zone < 0 ? address : address.substring(0, zone));
        } catch (IllegalArgumentException e) {
            return address;
        }
        if (!(parsed instanceof Inet6Address)) {
            // IPv4 in the form of IPv6
            return parsed.getHostAddress();
        }
        byte[] bytes = parsed.getAddress();
        Arrays.fill(bytes, PREFIX_BYTES, bytes.length, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes);
    }
}

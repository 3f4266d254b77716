package dev.securemcp.proxy.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Internet addresses with the same first bits (CIDR, RFC 4632 and RFC 4291 §2.3); an address alone is a range of one.
 * IPv4 addresses written as IPv6 ({@code ::ffff:10.0.0.1}) are IPv4 here, as Java has them.
 */
public final class AddressRange {

    private final byte[] address;
    private final int bits;

    private AddressRange(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or an address alone; empty for anything else. Asks no name service. */
    public static Optional<AddressRange> parse(String text) {
        int slash = text.indexOf('/');
        InetAddress literal = AddressText.parse(slash < 0 ? text : text.substring(0, slash));
        if (literal == null) {
            return Optional.empty();
        }
        byte[] address = literal.getAddress();
        if (slash < 0) {
            return Optional.of(new AddressRange(address, address.length * 8));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        // The prefix of an IPv4 address that is written as IPv6 counts the 96 bits before it.
        boolean mapped = address.length == 4 && text.indexOf(':') >= 0;
        int bits = Integer.parseInt(length) - (mapped ? 96 : 0);
        return bits < 0 || bits > address.length * 8 ? Optional.empty() : Optional.of(new AddressRange(address, bits));
    }

    /** Its first address. */
    InetAddress first() {
        return bound(false);
    }

    /** Its last address. */
    InetAddress last() {
        return bound(true);
    }

    private InetAddress bound(boolean set) {
        byte[] bound = address.clone();
        for (int bit = bits; bit < bound.length * 8; bit++) {
            int mask = 0x80 >> (bit % 8);
            bound[bit / 8] = (byte) (set ? bound[bit / 8] | mask : bound[bit / 8] & ~mask);
        }
        return of(bound);
    }

    private static InetAddress of(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes", e);
        }
    }

    /** Whether an address is in this range; one of the other family is not. */
    public boolean contains(InetAddress other) {
        byte[] candidate = other.getAddress();
        if (candidate.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, candidate, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ candidate[whole]) & 0xff & (0xff << (8 - rest))) == 0;
    }

    /** Whether bits are set behind the prefix, as in {@code 10.0.0.1/8}: usually a slip. */
    public boolean hasHostBits() {
        for (int bit = bits; bit < address.length * 8; bit++) {
            if ((address[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && bits == range.bits && Arrays.equals(address, range.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + bits;
    }

    @Override
    public String toString() {
        return of(address).getHostAddress() + "/" + bits;
    }
}

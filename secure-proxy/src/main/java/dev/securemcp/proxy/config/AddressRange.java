package dev.securemcp.proxy.config;

import java.net.InetAddress;
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
        String literal = slash < 0 ? text : text.substring(0, slash);
        byte[] address;
        try {
            address = InetAddress.ofLiteral(literal).getAddress();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        if (slash < 0) {
            return Optional.of(new AddressRange(address, address.length * 8));
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > address.length * 8) {
            return Optional.empty();
        }
        return Optional.of(new AddressRange(address, Integer.parseInt(length)));
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
    boolean hasHostBits() {
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
        try {
            return InetAddress.getByAddress(address).getHostAddress() + "/" + bits;
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes", e);
        }
    }
}

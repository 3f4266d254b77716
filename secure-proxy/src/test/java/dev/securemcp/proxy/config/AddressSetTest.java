package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.config.AddressSet.Found;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressSetTest {

    private static AddressSet of(String... ranges) {
        AddressSet.Builder builder = new AddressSet.Builder();
        for (String range : ranges) {
            builder.add(AddressRange.parse(range).orElseThrow());
        }
        return builder.build();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0, IN",
        "255.255.255.255, 255.255.255.255, IN",
        "10.0.0.0/8, 10.255.255.255, IN",
        "10.0.0.0/8, 11.0.0.0, OUT",
        "10.0.0.0/8, 9.255.255.255, OUT",
        "127.0.0.0/7, 128.0.0.0, OUT",
        "128.0.0.0/1, 127.255.255.255, OUT",
        "0.0.0.0/0, 200.1.2.3, IN",
        "0.0.0.0/0, ::1, OUT",
        "::/0, 200.1.2.3, OUT",
        "::/0, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, IN",
        "2001:db8::/32, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, IN",
        "2001:db8::/32, 2001:db9::, OUT",
        "2001:db8::/32, 2001:DB8:0:0:0:0:0:1, IN",
        "10.0.0.1, ::ffff:10.0.0.1, IN",
        "::ffff:10.0.0.0/104, 10.1.2.3, IN",
        "10.0.0.1, 10.0.0.1:80, UNREADABLE",
        "10.0.0.1, 010.0.0.1, UNREADABLE",
        "10.0.0.1, 10.1, UNREADABLE",
        "10.0.0.1, ' 10.0.0.1', UNREADABLE",
        "10.0.0.1, '', UNREADABLE",
        "10.0.0.1, 10.0.0.1., UNREADABLE",
        "fe80::1, fe80::1%eth0, UNREADABLE",
        "fe80::1, '[fe80::1]', UNREADABLE",
        "10.0.0.1, localhost, UNREADABLE",
    })
    void an_address_is_looked_for(String range, String address, Found found) {
        assertThat(of(range).find(address)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1/16",
                "010.0.0.0/8",
                "10.0.0.0/33",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "fe80::%eth0/64",
                "::/129",
                "::ffff:10.0.0.0/95",
                "10.0.0.0/8/8",
                "a.example",
                "1.2.3.4.5",
                "256.0.0.1",
                ""
            })
    void what_readers_disagree_about_is_no_range(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @Test
    void ranges_that_overlap_or_touch_are_one() {
        assertThat(of("10.0.0.0/9", "10.128.0.0/9", "10.3.0.0/16").size()).isEqualTo(1);
        assertThat(of("2001:db8::/33", "2001:db8:8000::/33", "2001:db8::1").size())
                .isEqualTo(1);
        assertThat(of("255.255.255.255", "0.0.0.0/0").size()).isEqualTo(1);
        assertThat(of("127.255.255.255", "128.0.0.0").size()).isEqualTo(1);
        assertThat(of("10.0.0.0", "10.0.0.2").size()).isEqualTo(2);
    }

    @Test
    void a_range_of_two_families_or_back_to_front_is_refused() throws UnknownHostException {
        InetAddress four = AddressText.parse("10.0.0.1");
        InetAddress six = AddressText.parse("::1");

        assertThatThrownBy(() -> new AddressSet.Builder().add(four, six))
                .hasMessageContaining("IPv4 and the other IPv6");
        assertThatThrownBy(() -> new AddressSet.Builder().add(AddressText.parse("10.0.0.2"), four))
                .hasMessageContaining("behind the last");
    }

    @RepeatedTest(5)
    void reads_an_address_as_the_jdk_does(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        String[] parts = {
            "::", ":", ":", ":", "0", "1", "ffff", "fFf", "10000", "g", "192.0.2.1", "256.1.1.1", "1.2", ""
        };
        int addresses = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("1:");
            for (int n = random.nextInt(15); n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            InetAddress read = AddressText.parse(text.toString());
            InetAddress expected;
            try {
                expected = InetAddress.ofLiteral(text.toString());
            } catch (IllegalArgumentException e) {
                expected = null;
            }
            addresses += read == null ? 0 : 1;

            // The JDK also takes groups of more than four digits, and numbers with leading zeros.
            boolean shorthand = text.toString().matches(".*([0-9a-fA-F]{5}|(^|[:.])0[0-9]+\\..*).*");
            if (read != null || !shorthand) {
                assertThat(read).as(text.toString()).isEqualTo(expected);
            }
        }
        assertThat(addresses).isGreaterThan(20);
    }

    private record Naive(BigInteger from, BigInteger to) {}

    private static InetAddress address(BigInteger value, int bytes) {
        byte[] all = value.toByteArray();
        byte[] address = new byte[bytes];
        for (int i = 0; i < bytes && i < all.length; i++) {
            address[bytes - 1 - i] = all[all.length - 1 - i];
        }
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Numbers that crowd at a few places, so that ranges touch and overlap; the ends of the space are among the places. */
    private static BigInteger near(Random random, int bits) {
        BigInteger end = BigInteger.ONE.shiftLeft(bits);
        BigInteger place =
                switch (random.nextInt(5)) {
                    case 0 -> BigInteger.ZERO;
                    case 1 -> end.subtract(BigInteger.ONE);
                    case 2 -> BigInteger.ONE.shiftLeft(bits - 1);
                    case 3 -> BigInteger.ONE.shiftLeft(bits / 2);
                    default -> new BigInteger(bits, random);
                };
        return place.add(BigInteger.valueOf(random.nextInt(41) - 20)).mod(end);
    }

    @RepeatedTest(200)
    void finds_what_a_walk_over_all_ranges_finds(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int bytes = repetition.getCurrentRepetition() % 2 == 0 ? 4 : 16;
        List<Naive> naive = new ArrayList<>();
        AddressSet.Builder builder = new AddressSet.Builder();
        for (int i = random.nextInt(60); i > 0; i--) {
            BigInteger a = near(random, bytes * 8);
            BigInteger b = near(random, bytes * 8);
            Naive range = new Naive(
                    a.min(b),
                    random.nextInt(8) == 0
                            ? a.max(b)
                            : a.min(b)
                                    .add(BigInteger.valueOf(random.nextInt(5)))
                                    .min(BigInteger.ONE.shiftLeft(bytes * 8).subtract(BigInteger.ONE)));
            naive.add(range);
            builder.add(address(range.from(), bytes), address(range.to(), bytes));
        }
        AddressSet set = builder.build();
        for (int i = 0; i < 500; i++) {
            BigInteger wanted = near(random, bytes * 8);
            boolean expected = naive.stream()
                    .anyMatch(range -> range.from().compareTo(wanted) <= 0 && wanted.compareTo(range.to()) <= 0);
            InetAddress address = address(wanted, bytes);

            assertThat(set.contains(address)).as("%s of %s", address, naive).isEqualTo(expected);
            assertThat(set.find(address.getHostAddress())).isEqualTo(expected ? Found.IN : Found.OUT);
        }
        assertThat(new AddressSet.Builder().add(set).build().size()).isEqualTo(set.size());
    }
}

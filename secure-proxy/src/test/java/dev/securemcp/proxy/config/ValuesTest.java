package dev.securemcp.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.securemcp.proxy.config.Limit.Unit;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values that configurations are made of. */
class ValuesTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.64.0.0/10, 10.127.255.255, true",
        "10.64.0.0/10, 10.128.0.0, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true"
    })
    void an_address_is_in_a_range_when_the_first_bits_are_the_same(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).orElseThrow().contains(InetAddress.ofLiteral(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "2001:db8::/129",
                "example.com",
                "10.0.0/8x",
                "1.2.3.4.5"
            })
    void what_is_no_range_is_refused_without_asking_a_name_service(String text) {
        assertThat(AddressRange.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "4096, BYTES, 4096",
        "64KiB, BYTES, 65536",
        "64 KiB, BYTES, 65536",
        "4MiB, BYTES, 4194304",
        "1GiB, BYTES, 1073741824",
        "10B, BYTES, 10",
        "500ms, TIME, 500",
        "25s, TIME, 25000",
        "5m, TIME, 300000",
        "1h, TIME, 3600000",
        "2d, TIME, 172800000",
        "7, COUNT, 7"
    })
    void amounts_are_read_as_people_write_them(String text, Unit unit, long amount) {
        assertThat(Amounts.parse(text, unit)).hasValue(amount);
    }

    @ParameterizedTest
    @CsvSource({
        "25, TIME",
        "4MB, BYTES",
        "4mib, BYTES",
        "-1, COUNT",
        "1.5h, TIME",
        "7s, COUNT",
        "'', COUNT",
        "1s1s, TIME"
    })
    void an_amount_that_could_mean_two_things_is_refused(String text, Unit unit) {
        assertThat(Amounts.parse(text, unit)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void an_amount_beyond_counting_is_the_largest_there_is() {
        assertThat(Amounts.parse("999999999999999GiB", Unit.BYTES)).hasValue(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @EnumSource
    void every_default_is_within_its_bounds_and_can_be_written(Limit limit) {
        assertThat(limit.byDefault()).isBetween(limit.min(), limit.max());
        for (long amount : List.of(limit.min(), limit.byDefault(), limit.max())) {
            assertThat(Amounts.parse(Amounts.text(amount, limit.unit()), limit.unit()))
                    .hasValue(amount);
            assertThat(amount).isEqualTo(read(Limits.DEFAULTS.with(limit, amount), limit));
        }
        assertThatThrownBy(() -> Limits.DEFAULTS.with(limit, limit.max() + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_hash_is_the_one_that_everybody_computes() {
        assertThat(Sha256.of("abc").hex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.parse(Sha256.of("abc").hex().toUpperCase(Locale.ROOT)))
                .contains(Sha256.of("abc"));
        assertThat(Sha256.parse("ba78")).isEmpty();
        assertThat(Sha256.of("abc")).hasToString("sha256:ba7816bf…");
    }

    @Test
    void hashes_that_differ_in_one_word_are_not_equal() {
        Sha256 hash = new Sha256(1, 2, 3, 4);
        assertThat(List.of(
                        new Sha256(9, 2, 3, 4), new Sha256(1, 9, 3, 4), new Sha256(1, 2, 9, 4), new Sha256(1, 2, 3, 9)))
                .doesNotContain(hash);
        assertThat(hash).isEqualTo(new Sha256(1, 2, 3, 4)).hasSameHashCodeAs(new Sha256(1, 2, 3, 4));
    }

    @Test
    void a_secret_is_equal_by_its_text_and_shows_none_of_it() {
        assertThat(Secret.of("text"))
                .isEqualTo(Secret.of("text"))
                .isNotEqualTo(Secret.of("texu"))
                .hasToString("***");
    }

    private static long read(Limits limits, Limit limit) {
        return switch (limit.unit()) {
            case BYTES -> limits.bytes(limit);
            case TIME -> limits.time(limit).toMillis();
            case COUNT -> limits.count(limit);
        };
    }
}

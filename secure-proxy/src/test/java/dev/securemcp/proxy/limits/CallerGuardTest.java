package dev.securemcp.proxy.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.limits.CallerGuard.Purpose;
import dev.securemcp.proxy.limits.CallerGuard.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerGuardTest {

    private static final String ADDRESS = "203.0.113.7";

    private long micros = 1_000_000;
    private final CallerGuard guard = new CallerGuard(new Settings(100, 20, 3, 1_000), () -> micros);

    private int admitted(String address, Purpose purpose, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += guard.admit(address, purpose) == 0 ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void an_address_has_so_many_requests_a_minute_and_waiting_as_told_helps() {
        assertThat(admitted(ADDRESS, Purpose.CALL, 150)).isEqualTo(100);
        long wait = guard.admit(ADDRESS, Purpose.CALL);
        assertThat(wait).isEqualTo(60);
        assertThat(guard.blockedRequests()).isEqualTo(51);

        micros += wait * 1_000_000;
        assertThat(guard.admit(ADDRESS, Purpose.CALL)).isZero();
    }

    @Test
    void a_failed_authentication_uses_up_many() {
        for (int i = 0; i < 5; i++) {
            assertThat(guard.admit(ADDRESS, Purpose.CALL)).isZero();
            guard.failed(ADDRESS);
        }

        assertThat(guard.admit(ADDRESS, Purpose.CALL)).isPositive();
        assertThat(guard.admit("203.0.113.8", Purpose.CALL)).isZero();
        assertThat(guard.failures()).isEqualTo(5);
    }

    @Test
    void calls_and_failures_use_up_nothing_of_what_comes_before_a_call() {
        admitted(ADDRESS, Purpose.CALL, 150);
        guard.failed(ADDRESS);

        assertThat(admitted(ADDRESS, Purpose.DISCOVERY, 150)).isEqualTo(100);
    }

    @Test
    void an_address_has_so_many_open_at_the_same_time() {
        assertThat(guard.open(ADDRESS)).isTrue();
        assertThat(guard.open(ADDRESS)).isTrue();
        assertThat(guard.open(ADDRESS)).isTrue();
        assertThat(guard.open(ADDRESS)).isFalse();
        assertThat(guard.open("203.0.113.8")).isTrue();
        guard.close(ADDRESS);
        assertThat(guard.open(ADDRESS)).isTrue();
        assertThat(guard.blockedOpen()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.0.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
    void loopback_is_not_counted(String address) {
        assertThat(admitted(address, Purpose.CALL, 500)).isEqualTo(500);
        for (int i = 0; i < 10; i++) {
            guard.failed(address);
            assertThat(guard.open(address)).isTrue();
        }
        assertThat(guard.admit(address, Purpose.CALL)).isZero();
        assertThat(guard.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::9, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "::ffff:203.0.113.7, 203.0.113.7, true",
        "fe80::1%eth0, fe80::2%eth1, true",
        "203.0.113.7, 203.0.113.8, false",
    })
    void an_ipv6_address_counts_with_its_network_of_64_bits(String one, String other, boolean together) {
        assertThat(CallerGuard.key(one).equals(CallerGuard.key(other))).isEqualTo(together);
    }

    @Test
    void a_refusal_is_news_once_a_minute() {
        assertThat(guard.isNews(ADDRESS)).isTrue();
        assertThat(guard.isNews(ADDRESS)).isFalse();
        assertThat(guard.isNews("203.0.113.8")).isTrue();
        micros += 60_000_000;
        assertThat(guard.isNews(ADDRESS)).isTrue();
    }

    @Test
    void where_no_address_has_room_for_a_counter_calls_still_shut_nobody_out_of_what_comes_before() {
        CallerGuard full = new CallerGuard(new Settings(10, 20, 3, 64), () -> micros);
        for (int i = 0; i < 64; i++) {
            full.admit("203.0.113." + i, Purpose.CALL);
        }
        for (int i = 0; i < 10; i++) {
            assertThat(full.admit("198.51.100.7", Purpose.CALL)).isZero();
        }
        assertThat(full.admit("198.51.100.7", Purpose.CALL)).isPositive();

        assertThat(full.admit("198.51.100.7", Purpose.DISCOVERY)).isZero();
    }

    @Test
    void a_flood_of_addresses_takes_no_more_memory_than_the_setting_and_frees_nobody() {
        admitted(ADDRESS, Purpose.CALL, 100);
        for (int i = 0; i < 300_000; i++) {
            guard.admit(
                    "2001:db8:" + Integer.toHexString(i >> 16) + ":" + Integer.toHexString(i & 0xffff) + "::1",
                    Purpose.CALL);
        }

        assertThat(guard.size()).isLessThanOrEqualTo(1_000);
        assertThat(guard.admit(ADDRESS, Purpose.CALL)).isPositive();
    }
}

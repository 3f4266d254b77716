package dev.securemcp.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7, 203.0.113.7",
        "::ffff:203.0.113.7, 203.0.113.7",
        "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
        "2001:DB8:1:2::9, 2001:db8:1:2::",
        "fe80::1%eth0, fe80::",
        "no:address, no:address",
        "unknown, unknown",
    })
    void an_address_has_a_network(String address, String network) {
        assertThat(CallerNetwork.of(address)).isEqualTo(network);
    }
}

package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.AddressRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private final ClientAddress behindProxies = new ClientAddress(List.of(
            AddressRange.parse("10.0.0.0/8").orElseThrow(),
            AddressRange.parse("fd00::/8").orElseThrow()));

    @Test
    void isTheSocketsWhereNoProxyIsTrusted() {
        ClientAddress none = new ClientAddress(List.of());
        assertThat(none.of("10.0.0.7", List.of("203.0.113.9"))).isEqualTo("10.0.0.7");
    }

    @Test
    void isTheSocketsWhereTheSocketIsNoProxy() {
        assertThat(behindProxies.of("198.51.100.1", List.of("203.0.113.9"))).isEqualTo("198.51.100.1");
    }

    @Test
    void isTheLastOneThatNoProxyOfOursWrote() {
        assertThat(behindProxies.of("10.0.0.7", List.of("1.1.1.1, 203.0.113.9, 10.0.0.8")))
                .isEqualTo("203.0.113.9");
        assertThat(behindProxies.of("10.0.0.7", List.of("1.1.1.1", "203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void takesPortsAndIpv6() {
        assertThat(behindProxies.of("10.0.0.7", List.of("203.0.113.9:4711"))).isEqualTo("203.0.113.9");
        assertThat(behindProxies.of("fd00:0:0:0:0:0:0:1", List.of("[2001:db8::1]:4711")))
                .isEqualTo("2001:db8::1");
    }

    @Test
    void isWrittenAsPoliciesCompareIt() {
        assertThat(new ClientAddress(List.of()).of("0:0:0:0:0:0:0:1", List.of()))
                .isEqualTo("::1");
        assertThat(behindProxies.of("10.0.0.7", List.of("2001:0DB8:0:0:1:0:0:1")))
                .isEqualTo("2001:db8::1:0:0:1");
        assertThat(behindProxies.of("fd00:0:0:0:0:0:0:1", List.of("no address")))
                .isEqualTo("fd00::1");
    }

    @Test
    void stopsAtWhatIsNoAddress() {
        assertThat(behindProxies.of("10.0.0.7", List.of("203.0.113.9, unknown, 10.0.0.8")))
                .isEqualTo("10.0.0.8");
        assertThat(behindProxies.of("10.0.0.7", List.of("evil.example"))).isEqualTo("10.0.0.7");
        assertThat(behindProxies.of("10.0.0.7", List.of(""))).isEqualTo("10.0.0.7");
    }

    @Test
    void isTheFirstHopWhereAllAreProxies() {
        assertThat(behindProxies.of("10.0.0.7", List.of("10.0.0.9, 10.0.0.8"))).isEqualTo("10.0.0.9");
    }

    @Test
    void doesNotWalkAChainForEver() {
        String chain = "203.0.113.9" + ", 10.0.0.8".repeat(10_000);
        assertThat(behindProxies.of("10.0.0.7", List.of(chain))).isEqualTo("10.0.0.8");
    }
}

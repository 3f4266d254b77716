package dev.securemcp.proxy.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.config.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private final AddressGuard guard = new AddressGuard(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "0.0.0.0",
                "10.1.2.3",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.0.1",
                "169.254.169.254",
                "168.63.129.16",
                "100.64.0.1",
                "100.100.100.200",
                "192.0.0.192",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::127.0.0.1",
                "64:ff9b::7f00:1",
                "64:ff9b:1::808:808",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "2001::1",
                "fd00:ec2::254",
                "fc00::1",
                "fe80::1",
                "fec0::1",
                "ff02::1"
            })
    void an_address_that_is_not_everybodys_is_refused(String address) {
        assertThat(guard.permits(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.32.0.1",
                "172.15.255.255",
                "100.128.0.1",
                "169.253.0.1",
                "192.169.0.1",
                "2606:4700::1111",
                "2001:4860:4860::8888",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void a_public_address_is_permitted(String address) {
        assertThat(guard.permits(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void the_operator_can_allow_what_would_be_refused_and_only_that() {
        AddressGuard allowing = new AddressGuard(Stream.of("10.1.0.0/16", "fd00:1::/32")
                .map(range -> AddressRange.parse(range).orElseThrow())
                .toList());

        assertThat(allowing.permits(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(allowing.permits(InetAddress.ofLiteral("fd00:1::9"))).isTrue();
        assertThat(allowing.permits(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
        assertThat(allowing.permits(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    }
}

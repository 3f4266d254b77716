package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {

    private final HostRule onLoopback = HostRule.of("mcp.example.com", List.of("gw.local", "odd.local:9443"), true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "127.0.0.1:8080",
                "[::1]:8080",
                "LOCALHOST:8080",
                "mcp.example.com",
                "mcp.example.com:443",
                "gw.local:1234",
                "odd.local:9443"
            })
    void answersToItsOwnNames(String host) {
        assertThat(onLoopback.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example:8080",
                "odd.local:1",
                "",
                "[::2]"
            })
    void refusesOtherNamesOnLoopback(String host) {
        assertThat(onLoopback.allows(host)).isFalse();
    }

    @Test
    void refusesARequestWithoutHostOnLoopback() {
        assertThat(onLoopback.allows(null)).isFalse();
    }

    @Test
    void takesEveryNameElsewhereUnlessSomeAreListed() {
        assertThat(HostRule.of("mcp.example.com", List.of(), false).allows("10.1.2.3:8080"))
                .isTrue();
        HostRule listed = HostRule.of("mcp.example.com", List.of("gw.internal"), false);
        assertThat(listed.allows("10.1.2.3:8080")).isFalse();
        assertThat(listed.allows("gw.internal:8080")).isTrue();
        assertThat(listed.allows("mcp.example.com")).isTrue();
        assertThat(listed.allows("localhost")).isFalse();
    }
}

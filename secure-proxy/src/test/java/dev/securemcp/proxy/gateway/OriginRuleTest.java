package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OriginRuleTest {

    @Test
    void allowsThePublicOriginAndListedOnesAlone() {
        OriginRule rule = OriginRule.of("https://mcp.example.com", List.of("https://app.example.com"), false);
        assertThat(rule.allows("https://mcp.example.com")).isTrue();
        assertThat(rule.allows("https://APP.example.com")).isTrue();
        assertThat(rule.allows("http://app.example.com")).isFalse();
        assertThat(rule.allows("https://app.example.com.evil.example")).isFalse();
        assertThat(rule.allows("https://app.example.com:8443")).isFalse();
        assertThat(rule.allows("http://localhost:6274")).isFalse();
        assertThat(rule.allows("null")).isFalse();
        assertThat(rule.allows("")).isFalse();
    }

    @Test
    void allowsPagesOfThisMachineWhereOnlyThisMachineCanCall() {
        OriginRule rule = OriginRule.of(null, List.of(), true);
        assertThat(rule.allows("http://localhost:6274")).isTrue();
        assertThat(rule.allows("http://127.0.0.1:3000")).isTrue();
        assertThat(rule.allows("http://[::1]:3000")).isTrue();
        assertThat(rule.allows("http://localhost.evil.example")).isFalse();
        assertThat(rule.allows("http://evil.example")).isFalse();
        assertThat(rule.allows("chrome-extension://localhost")).isFalse();
        assertThat(rule.allows("null")).isFalse();
    }

    @Test
    void aStarAllowsEveryPage() {
        assertThat(OriginRule.of(null, List.of("*"), false).allows("https://anything.example"))
                .isTrue();
        assertThat(OriginRule.of(null, List.of("*"), false).allows("null")).isTrue();
    }
}

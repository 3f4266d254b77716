package dev.securemcp.weather.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendKeyTest {

    private final BackendKey key = new BackendKey("open sesame");

    @Test
    void exactlyTheKeyIsAccepted() {
        assertThat(key.accepts(List.of("open sesame"))).isTrue();
        assertThat(key.accepts(List.of("open sesam"))).isFalse();
        assertThat(key.accepts(List.of("Open sesame"))).isFalse();
        assertThat(key.accepts(List.of(""))).isFalse();
    }

    @Test
    void noKeyOrSeveralAreRefused() {
        assertThat(key.accepts(List.of())).isFalse();
        assertThat(key.accepts(List.of("open sesame", "open sesame"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:6274", "https://localhost", "http://127.0.0.1:1", "http://[::1]:8080"})
    void pagesOfThisMachineMayCall(String origin) {
        assertThat(Origins.allowed(origin)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost.evil.example",
                "http://localhost:80@evil.example",
                "https://evil.example",
                "null",
                "",
                "file://localhost",
                "http://127.0.0.1.evil.example",
                "http://local host"
            })
    void pagesOfOtherMachinesMayNot(String origin) {
        assertThat(Origins.allowed(origin)).isFalse();
    }

    @Test
    void callersThatAreNoBrowserMayCall() {
        assertThat(Origins.allowed(null)).isTrue();
    }
}

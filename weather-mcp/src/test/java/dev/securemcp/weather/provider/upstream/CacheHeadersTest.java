package dev.securemcp.weather.provider.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheHeadersTest {

    private static final Instant NOW = Instant.parse("2026-06-01T18:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "public, max-age=300, s-maxage=30 |     | 300",
                "max-age=300                      | 120 | 180",
                "max-age=300                      | 900 | 0",
                "MAX-AGE=\"60\"                   | x   | 60",
                "no-cache, max-age=300            |     | 0",
                "no-store                         |     | 0",
                "max-age=99999999                 |     | 86400",
            })
    void freshnessIsWhatTheSourceSaysMinusItsAge(String cacheControl, String age, long seconds) {
        assertThat(CacheHeaders.freshFor(cacheControl, age)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void nothingSaidIsNothing() {
        assertThat(CacheHeaders.freshFor(null, null)).isNull();
        assertThat(CacheHeaders.freshFor("public", null)).isNull();
        assertThat(CacheHeaders.freshFor("max-age=soon", null)).isNull();
        assertThat(CacheHeaders.storable(null)).isTrue();
        assertThat(CacheHeaders.storable("private, no-store")).isFalse();
    }

    @Test
    void retryAfterIsReadAsSecondsAndAsDate() {
        assertThat(CacheHeaders.retryAfter("12", NOW)).isEqualTo(Duration.ofSeconds(12));
        assertThat(CacheHeaders.retryAfter("Mon, 01 Jun 2026 18:00:30 GMT", NOW))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(CacheHeaders.retryAfter("Mon, 01 Jun 2026 17:00:00 GMT", NOW))
                .isEqualTo(Duration.ZERO);
        assertThat(CacheHeaders.retryAfter("soon", NOW)).isNull();
        assertThat(CacheHeaders.retryAfter("-1", NOW)).isNull();
        assertThat(CacheHeaders.retryAfter(null, NOW)).isNull();
    }
}

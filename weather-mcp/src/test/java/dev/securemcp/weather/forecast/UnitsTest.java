package dev.securemcp.weather.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class UnitsTest {

    @Test
    void metricOnlyRounds() {
        assertThat(Units.METRIC.temperature(21.449)).isEqualTo(21.4);
        assertThat(Units.METRIC.temperature(-0.04)).isEqualTo(0.0);
        assertThat(Units.METRIC.precipitation(2.54)).isEqualTo(2.5);
    }

    @Test
    void imperialConverts() {
        assertThat(Units.IMPERIAL.temperature(-40.0)).isEqualTo(-40.0);
        assertThat(Units.IMPERIAL.temperature(100.0)).isEqualTo(212.0);
        assertThat(Units.IMPERIAL.speed(100.0)).isEqualTo(62.1);
        assertThat(Units.IMPERIAL.precipitation(25.4)).isEqualTo(1.0);
        assertThat(Units.IMPERIAL.pressure(1013.25)).isEqualTo(29.92);
        assertThat(Units.IMPERIAL.distance(160.9)).isEqualTo(100);
    }

    @Test
    void whatIsUnknownStaysUnknown() {
        assertThat(Units.IMPERIAL.temperature(null)).isNull();
        assertThat(Units.METRIC.pressure(null)).isNull();
    }

    @Test
    void namesAreReadInAnyCaseAndNothingMeansMetric() {
        assertThat(Units.of(null)).isEqualTo(Units.METRIC);
        assertThat(Units.of(" Imperial ")).isEqualTo(Units.IMPERIAL);
        assertThatThrownBy(() -> Units.of("kelvin"))
                .hasMessageContaining("kelvin")
                .hasMessageContaining("metric or imperial");
    }
}

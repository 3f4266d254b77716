package dev.securemcp.weather.provider.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.forecast.Point;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ClimateTest {

    private final Climate climate = new Climate();

    @Test
    void thereAreManyPlacesAndEachIsNamedOnce() {
        assertThat(climate.places()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
        assertThat(climate.places().stream().filter(p -> "United States".equals(p.country())))
                .hasSizeGreaterThan(20);
        assertThat(climate.places().stream().map(p -> p.country()).collect(Collectors.toSet()))
                .contains("Brazil", "Kenya", "Japan", "Australia", "Norway", "Antarctica");
    }

    @Test
    void theNumbersOfAPlaceArePossible() {
        for (var place : climate.places()) {
            ClimatePlace at = climate.nearest(place.point());
            assertThat(at.place()).isEqualTo(place);
            for (int day = 0; day < 365; day++) {
                LocalDate date = LocalDate.of(2026, 1, 1).plusDays(day);
                assertThat(at.high(date))
                        .as(place.name())
                        .isBetween(-40.0, 50.0)
                        .isGreaterThan(at.low(date));
                assertThat(at.precipitation(date)).as(place.name()).isBetween(0.0, 30.0);
            }
        }
    }

    @Test
    void theMiddleOfAMonthHasItsMeanAndTheYearHasNoStep() {
        ClimatePlace seattle = climate.nearest(new Point(47.6, -122.3));
        assertThat(seattle.high(LocalDate.of(2026, 7, 16))).isCloseTo(25, Offset.offset(0.1));
        assertThat(seattle.high(LocalDate.of(2026, 12, 31)))
                .isCloseTo(seattle.high(LocalDate.of(2027, 1, 1)), Offset.offset(0.2));
    }

    @Test
    void namesAreFoundWithoutRegardToCaseAndAccents() {
        assertThat(climate.search("seattle", 10)).extracting("name").containsExactly("Seattle");
        assertThat(climate.search("bogotá", 10)).extracting("name").containsExactly("Bogota");
        assertThat(climate.search("united kingdom", 10)).extracting("name").containsExactly("London");
        assertThat(climate.search("po", 1)).extracting("name").containsExactly("Portland");
        assertThat(climate.search("atlantis", 10)).isEmpty();
    }
}

package dev.securemcp.weather.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualifierTest {

    private static final List<Place> PORTLANDS = List.of(
            new Place("Portland", "Oregon", "United States", new Point(45.5, -122.7), null),
            new Place("Portland", "Maine", "United States", new Point(43.7, -70.3), null),
            new Place("Portland", "England", "United Kingdom", new Point(50.5, -2.4), null));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"OR|Oregon", " or , usa|Oregon", "Maine|Maine", "UK|England", "united kingdom|England"})
    void theWordsBehindTheCommaChoose(String words, String region) {
        assertThat(Qualifier.of(words).choose(PORTLANDS))
                .extracting(Place::region)
                .containsExactly(region);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"TX", "Brazil"})
    void aPlaceElsewhereIsNotTaken(String words) {
        assertThat(Qualifier.of(words).choose(PORTLANDS)).isEmpty();
    }
}

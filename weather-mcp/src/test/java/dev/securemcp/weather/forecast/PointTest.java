package dev.securemcp.weather.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointTest {

    @ParameterizedTest
    @CsvSource({
        "90.01,0,latitude",
        "-91,0,latitude",
        "NaN,0,latitude",
        "0,180.5,longitude",
        "0,-181,longitude",
        "0,NaN,longitude"
    })
    void refusesWhatIsNotOnTheEarthByName(double latitude, double longitude, String named) {
        assertThatThrownBy(() -> new Point(latitude, longitude))
                .isInstanceOf(WeatherException.class)
                .hasMessageStartingWith(named)
                .hasMessageContaining("give decimal degrees from");
    }

    @Test
    void spellsCoordinatesAsTheWeatherServiceWantsThem() {
        assertThat(new Point(39.7400, -97.00001)).hasToString("39.74,-97");
        assertThat(new Point(47.60621, -122.33207)).hasToString("47.6062,-122.3321");
        assertThat(new Point(-0.00001, 100)).hasToString("0,100");
    }

    @Test
    void measuresDistances() {
        Point seattle = new Point(47.6062, -122.3321);
        Point oslo = new Point(59.9139, 10.7522);
        assertThat(seattle.kilometresTo(oslo)).isCloseTo(7330, Offset.offset(50.0));
        assertThat(new Point(0, 179.9).kilometresTo(new Point(0, -179.9))).isCloseTo(22, Offset.offset(1.0));
    }
}

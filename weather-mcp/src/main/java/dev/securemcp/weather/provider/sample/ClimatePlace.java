package dev.securemcp.weather.provider.sample;

import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

/**
 * What the months are usually like at a place. Lists have twelve entries, January first.
 *
 * @param highs mean daily maximum, °C
 * @param lows mean daily minimum, °C
 * @param precipitation mm in the month
 */
record ClimatePlace(Place place, ZoneId zone, List<Integer> highs, List<Integer> lows, List<Integer> precipitation) {

    private static final int FIELDS = 9;

    /** Reads one line of the resource file. */
    static ClimatePlace parse(String line) {
        String[] fields = line.split("\\|", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "a line of the climate normals has " + fields.length + " fields: " + line);
        }
        String region = fields[1].strip();
        String zone = fields[5].strip();
        return new ClimatePlace(
                new Place(
                        fields[0].strip(),
                        region.isEmpty() ? null : region,
                        fields[2].strip(),
                        new Point(Double.parseDouble(fields[3].strip()), Double.parseDouble(fields[4].strip())),
                        zone),
                ZoneId.of(zone),
                months(fields[6]),
                months(fields[7]),
                months(fields[8]));
    }

    private static List<Integer> months(String text) {
        List<Integer> values =
                Arrays.stream(text.strip().split(" ", -1)).map(Integer::valueOf).toList();
        if (values.size() != 12) {
            throw new IllegalArgumentException("twelve months are needed: " + text);
        }
        return values;
    }

    /** °C. */
    double high(LocalDate date) {
        return between(highs, date);
    }

    /** °C. */
    double low(LocalDate date) {
        return between(lows, date);
    }

    /** Mean of a day in mm. */
    double precipitation(LocalDate date) {
        return (double) precipitation.get(date.getMonthValue() - 1) / date.lengthOfMonth();
    }

    /** The month's mean stands for its middle; days between two middles lie on a line. */
    private static double between(List<Integer> months, LocalDate date) {
        YearMonth month = YearMonth.from(date);
        double position = (date.getDayOfMonth() - 0.5) / month.lengthOfMonth() - 0.5;
        int here = date.getMonthValue() - 1;
        int other = Math.floorMod(position < 0 ? here - 1 : here + 1, 12);
        double share = Math.abs(position);
        return months.get(here) * (1 - share) + months.get(other) * share;
    }
}

package dev.securemcp.weather.provider.sample;

import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * What the months are usually like at a place. Arrays have twelve entries, January first.
 *
 * @param highs mean daily maximum, °C
 * @param lows mean daily minimum, °C
 * @param precipitation mm in the month
 */
record ClimatePlace(Place place, ZoneId zone, int[] highs, int[] lows, int[] precipitation) {

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

    private static int[] months(String text) {
        int[] values = Arrays.stream(text.strip().split(" ", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        if (values.length != 12) {
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
        return (double) precipitation[date.getMonthValue() - 1] / date.lengthOfMonth();
    }

    /** The month's mean stands for its middle; days between two middles lie on a line. */
    private static double between(int[] months, LocalDate date) {
        YearMonth month = YearMonth.from(date);
        double position = (date.getDayOfMonth() - 0.5) / month.lengthOfMonth() - 0.5;
        int here = date.getMonthValue() - 1;
        int other = Math.floorMod(position < 0 ? here - 1 : here + 1, 12);
        double share = Math.abs(position);
        return months[here] * (1 - share) + months[other] * share;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClimatePlace that && that.place.equals(place);
    }

    @Override
    public int hashCode() {
        return place.hashCode();
    }

    @Override
    public String toString() {
        return place.fullName();
    }
}

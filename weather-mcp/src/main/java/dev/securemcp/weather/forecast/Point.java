package dev.securemcp.weather.forecast;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A point on the earth, WGS 84 degrees.
 *
 * @param latitude −90 to 90
 * @param longitude −180 to 180
 */
public record Point(double latitude, double longitude) {

    private static final double EARTH_RADIUS_KM = 6371.0;

    public Point {
        if (!(latitude >= -90 && latitude <= 90)) {
            throw new WeatherException(
                    WeatherException.Kind.INVALID,
                    "latitude is " + latitude + ": give decimal degrees from -90 (south) to 90 (north).");
        }
        if (!(longitude >= -180 && longitude <= 180)) {
            throw new WeatherException(
                    WeatherException.Kind.INVALID,
                    "longitude is " + longitude + ": give decimal degrees from -180 (west) to 180 (east).");
        }
    }

    /** Great-circle distance in kilometres (haversine). */
    public double kilometresTo(Point other) {
        double dLat = Math.toRadians(other.latitude - latitude);
        double dLon = Math.toRadians(other.longitude - longitude);
        double a = Math.pow(Math.sin(dLat / 2), 2)
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * Math.pow(Math.sin(dLon / 2), 2);
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }

    /**
     * Latitude with at most four decimals and no trailing zeros: api.weather.gov answers any other spelling with a
     * redirect.
     */
    public String latitudeText() {
        return text(latitude);
    }

    /** Longitude, spelled like {@link #latitudeText()}. */
    public String longitudeText() {
        return text(longitude);
    }

    private static String text(double degrees) {
        BigDecimal rounded =
                BigDecimal.valueOf(degrees).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.signum() == 0 ? "0" : rounded.toPlainString();
    }

    /** {@code latitude,longitude}. */
    @Override
    public String toString() {
        return latitudeText() + "," + longitudeText();
    }
}

package dev.securemcp.weather.provider.nws;

import dev.securemcp.weather.forecast.Point;
import java.util.List;

/**
 * Whether it is worth asking the US service about a point. Rough boxes: a point inside that is not in the United States
 * costs one request (404), which is kept nowhere and answered by the second source.
 */
final class UnitedStates {

    private record Box(double south, double north, double west, double east) {
        boolean contains(Point p) {
            return p.latitude() >= south && p.latitude() <= north && p.longitude() >= west && p.longitude() <= east;
        }
    }

    private static final List<Box> BOXES = List.of(
            new Box(24.3, 49.5, -125.0, -66.8), // contiguous states
            new Box(51.0, 71.6, -180.0, -129.9), // Alaska
            new Box(51.0, 54.0, 172.0, 180.0), // western Aleutians
            new Box(18.5, 28.6, -178.5, -154.5), // Hawaii
            new Box(17.6, 18.6, -68.0, -64.5), // Puerto Rico, Virgin Islands
            new Box(13.1, 20.6, 144.5, 146.2), // Guam, Northern Marianas
            new Box(-14.7, -10.9, -171.2, -168.0)); // American Samoa

    private UnitedStates() {}

    static boolean contains(Point point) {
        return BOXES.stream().anyMatch(box -> box.contains(point));
    }
}

package dev.securemcp.weather.provider.sample;

import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.PlaceCatalog;
import dev.securemcp.weather.forecast.Point;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The bundled climate normals. */
@Singleton
public class Climate implements PlaceCatalog {

    private static final String FILE = "/climate/normals.txt";
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private final List<ClimatePlace> places;
    private final List<Place> names;

    Climate() {
        try (InputStream in = Climate.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + FILE + " is missing from this build");
            }
            this.places = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(ClimatePlace::parse)
                    .toList();
            this.names = places.stream().map(ClimatePlace::place).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Place> places() {
        return names;
    }

    ClimatePlace nearest(Point point) {
        return places.stream()
                .min(Comparator.comparingDouble(p -> p.place().point().kilometresTo(point)))
                .orElseThrow();
    }

    /** Places whose name begins with the query, then those that have it anywhere in name, region or country. */
    List<Place> search(String query, int limit) {
        String wanted = plain(query);
        Comparator<Place> startFirst =
                Comparator.comparing(p -> !plain(p.name()).startsWith(wanted));
        return names.stream()
                .filter(p -> plain(p.fullName()).contains(wanted))
                .sorted(startFirst)
                .limit(limit)
                .toList();
    }

    /** Lower case without accents. */
    private static String plain(String text) {
        return MARKS.matcher(Normalizer.normalize(text.strip(), Normalizer.Form.NFD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }
}

package dev.securemcp.weather.provider;

import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.UsState;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What people write behind the name of a place: {@code WA}, {@code Ontario, Canada}.
 *
 * @param words in lower case; a US state code as the name of the state
 */
record Qualifier(List<String> words) {

    static Qualifier of(String text) {
        return new Qualifier(Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .limit(4)
                .map(Qualifier::word)
                .toList());
    }

    private static String word(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.equals("US") || upper.equals("USA")) {
            return "united states";
        }
        if (upper.equals("UK")) {
            return "united kingdom";
        }
        return UsState.find(text).map(UsState::title).orElse(text).toLowerCase(Locale.ROOT);
    }

    /** The places that every word fits; an empty list where none fits. */
    List<Place> choose(List<Place> places) {
        return places.stream()
                .filter(place -> {
                    String name = place.fullName().toLowerCase(Locale.ROOT);
                    return words.stream().allMatch(name::contains);
                })
                .toList();
    }
}

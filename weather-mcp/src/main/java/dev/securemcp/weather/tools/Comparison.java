package dev.securemcp.weather.tools;

import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.Conditions;
import dev.securemcp.weather.forecast.Document;
import dev.securemcp.weather.forecast.Place;
import dev.securemcp.weather.forecast.Point;
import dev.securemcp.weather.forecast.Units;
import dev.securemcp.weather.forecast.WeatherException;
import dev.securemcp.weather.forecast.WeatherService;
import dev.securemcp.weather.forecast.Wording;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks for the weather of several places, all at the same time. */
@Singleton
public class Comparison {

    private static final Pattern POINT =
            Pattern.compile("\\s*(-?\\d{1,3}(?:\\.\\d{1,8})?)\\s*,\\s*(-?\\d{1,3}(?:\\.\\d{1,8})?)\\s*");

    private final WeatherService weather;

    Comparison(WeatherService weather) {
        this.weather = weather;
    }

    /** Is told of each place as its answer arrives. */
    interface Listener {
        /**
         * An answer is there.
         *
         * @param done how many have arrived, this one included
         * @param line what arrived, in one line
         */
        void arrived(int done, String line);
    }

    private record Entry(
            int index,
            String location,
            @Nullable Place place,
            @Nullable Answer<Conditions> answer,
            @Nullable String error) {

        String line(Units units) {
            String nearest = answer == null ? null : answer.origin().place();
            String name =
                    place != null ? place.fullName() : nearest == null ? location : location + " (" + nearest + ")";
            return name + ": " + (answer == null ? error : Wording.conditions(units, answer.value()));
        }
    }

    /**
     * The weather of all places.
     *
     * @throws WeatherException UNAVAILABLE where no place has an answer; one that has none among others is told in its
     *     entry
     * @throws InterruptedException the calls that still run are stopped
     */
    Calls.Result run(List<String> locations, Units units, Listener listener) throws InterruptedException {
        List<@Nullable Entry> entries = new ArrayList<>(Collections.nCopies(locations.size(), null));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var arriving = new ExecutorCompletionService<Entry>(threads);
            for (int i = 0; i < locations.size(); i++) {
                int index = i;
                arriving.submit(() -> ask(index, locations.get(index)));
            }
            for (int done = 1; done <= locations.size(); done++) {
                Entry entry = arriving.take().get();
                entries.set(entry.index(), entry);
                listener.arrived(done, entry.line(units));
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return result(entries, units);
    }

    private Entry ask(int index, String location) {
        try {
            Matcher matcher = POINT.matcher(location);
            Place place;
            if (matcher.matches()) {
                place = null;
            } else {
                List<Place> found = weather.search(location, 1).value();
                if (found.isEmpty()) {
                    return new Entry(
                            index,
                            location,
                            null,
                            null,
                            "no place of this name is known; check the spelling, or give latitude,longitude");
                }
                place = found.getFirst();
            }
            Point point = place == null
                    ? new Point(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)))
                    : place.point();
            return new Entry(index, location, place, weather.current(point), null);
        } catch (WeatherException e) {
            return new Entry(index, location, null, null, e.getMessage());
        }
    }

    private static Calls.Result result(List<Entry> entries, Units units) {
        if (entries.stream().allMatch(e -> e.answer() == null)) {
            StringBuilder errors = new StringBuilder("No place has an answer.");
            entries.forEach(e -> errors.append('\n').append(e.line(units)));
            throw new WeatherException(WeatherException.Kind.UNAVAILABLE, errors.toString());
        }
        List<Map<String, Object>> documents = new ArrayList<>();
        StringBuilder text = new StringBuilder("Weather now:\n");
        Set<String> sources = new LinkedHashSet<>();
        for (Entry entry : entries) {
            text.append("- ").append(entry.line(units)).append('\n');
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("location", entry.location());
            if (entry.place() != null) {
                fields.put("place", Document.place(entry.place()));
            }
            if (entry.answer() != null) {
                fields.put(
                        "conditions", Document.conditions(units, entry.answer().value()));
                fields.put("source", Document.origin(entry.answer().origin()));
                sources.add(Wording.source(entry.answer().origin()));
            } else {
                fields.put("error", entry.error());
            }
            documents.add(fields);
        }
        text.append('\n').append(String.join("\n", sources));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("units", Document.units(units));
        document.put("locations", documents);
        return new Calls.Result(document, text.toString());
    }
}

package dev.securemcp.proxy.config;

import java.util.List;
import java.util.Optional;

/** What may stand behind a key. {@link ShapeReader} reads by it; the JSON Schema and the manual are written from it. */
sealed interface Shape {

    /**
     * A scalar.
     *
     * @param secret whether messages must not show it
     */
    record Text(Format format, boolean secret) implements Shape {}

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {}

    /** One of some words. */
    record Choice(List<String> words) implements Shape {}

    /**
     * A size, a time or a count within its bounds.
     *
     * @param min in the unit's smallest: bytes, milliseconds, or as it stands; likewise {@code max}
     */
    record Amount(Limit.Unit unit, long min, long max) implements Shape {

        static Amount of(Limit limit) {
            return new Amount(limit.unit(), limit.min(), limit.max());
        }
    }

    /** A policy document: the path of a file, or the elements themselves. */
    record Policy(boolean file) implements Shape {}

    /**
     * A mapping whose keys are known.
     *
     * @param title what one is called: "a server"
     * @param later keys that a later release brings: refused by name, so that nobody thinks that they work
     * @param groups rules on which keys go together
     */
    record Mapping(String title, List<Key> keys, List<String> later, List<Group> groups) implements Shape {

        Optional<Key> key(String name) {
            return keys.stream().filter(key -> key.name().equals(name)).findFirst();
        }
    }

    /**
     * A scalar for the plain case, a mapping where there is more to say.
     *
     * @param scalar a {@link Text} or a {@link Choice}
     */
    record Either(Shape scalar, Mapping mapping) implements Shape {}

    /** At least {@code min} and at most {@code max} of these keys stand in the mapping. */
    record Group(List<String> keys, int min, int max) {}

    /** A mapping from names of the person's choice. */
    record Named(Format name, Shape each, int min) implements Shape {}

    /**
     * A sequence.
     *
     * @param more what a longer one is called that a later release brings; empty where the maximum is a plain bound
     */
    record Sequence(Shape each, int min, int max, String more) implements Shape {}

    static Text text(Format format) {
        return new Text(format, false);
    }

    static Text secret(Format format) {
        return new Text(format, true);
    }

    static Sequence list(Shape each) {
        return new Sequence(each, 0, 1000, "");
    }
}

package dev.securemcp.proxy.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a person most likely meant, for every reader of what people write. */
public final class Nearest {

    /** Longer names are not compared: nobody mistypes one, and comparing costs the product of the lengths. */
    private static final int MAX_LENGTH = 64;

    private record Candidate(String name, int distance) {}

    private Nearest() {}

    /** The nearest of the known names, if one is near: at most a third of the letters differ; case does not count. */
    public static Optional<String> to(String wrong, Collection<String> known) {
        if (wrong.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        String plain = plain(wrong);
        return known.stream()
                .filter(name -> name.length() <= MAX_LENGTH)
                .map(name -> new Candidate(name, distance(plain, plain(name))))
                .filter(near -> near.distance()
                        <= Math.max(1, Math.max(wrong.length(), near.name().length()) / 3))
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** The remedy of an unknown name: the name that was likely meant, or what to do where none is near. */
    public static String remedy(String wrong, Collection<String> known, String otherwise) {
        return to(wrong, known).map(near -> "did you mean `" + near + "`?").orElse(otherwise);
    }

    /** A remedy: the known name nearest to a wrong one if any is near, else all of them if they are few. */
    static String remedy(String wrong, Collection<String> known) {
        boolean few = !known.isEmpty() && known.size() <= 20;
        return remedy(wrong, known, few ? "known here: " + String.join(", ", known) : "");
    }

    /** A remedy for a name that refers to nothing: the nearest one that exists, else where to declare it. */
    public static String reference(String wrong, Collection<String> known, String where) {
        return remedy(wrong, known, "declare it under `" + where + "`");
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}

package dev.securemcp.proxy.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a person may have meant. */
final class Nearest {

    private Nearest() {}

    /** A remedy: the known name nearest to a wrong one if any is near, else all of them if they are few. */
    static String remedy(String wrong, Collection<String> known) {
        return to(wrong, known)
                .map(near -> "did you mean `" + near + "`?")
                .orElseGet(() -> known.isEmpty() || known.size() > 20 ? "" : "known here: " + String.join(", ", known));
    }

    /** A remedy for a name that refers to nothing: the nearest one that exists, else where to declare it. */
    static String reference(String wrong, Collection<String> known, String where) {
        return to(wrong, known).map(near -> "did you mean `" + near + "`?").orElse("declare it under `" + where + "`");
    }

    private static Optional<String> to(String wrong, Collection<String> known) {
        int allowed = Math.max(1, Math.min(3, wrong.length() / 3));
        return known.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= allowed)
                .filter(name -> distance(wrong, name) <= allowed)
                .min(Comparator.comparingInt(name -> distance(wrong, name)));
    }

    /** Levenshtein's distance without regard to case; {@code _} and {@code -} are the same. */
    private static int distance(String one, String other) {
        String a = plain(one);
        String b = plain(other);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

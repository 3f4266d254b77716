package dev.securemcp.proxy.expression.library;

import dev.securemcp.proxy.expression.run.Evaluation;

/** Searching in texts, counted by the work it may be. */
final class StringSearch {

    private StringSearch() {}

    /** Counts a search: at worst every place is compared with all that is wanted. */
    static void search(Evaluation e, String s, String wanted, boolean fold) {
        long work = (long) s.length() * Math.max(1, wanted.length());
        e.steps((int)
                Math.min(Integer.MAX_VALUE, fold ? (s.length() >> 3) + (work >> 8) : (s.length() >> 8) + (work >> 10)));
    }

    /** Counts a walk along a text. */
    static String scanned(Evaluation e, String s) {
        e.steps(s.length() >> 8);
        return s;
    }

    static int find(Evaluation e, String s, String wanted, int from, boolean fold) {
        search(e, s, wanted, fold);
        if (!fold) {
            return s.indexOf(wanted, from);
        }
        for (int i = from; i + wanted.length() <= s.length(); i++) {
            if (s.regionMatches(true, i, wanted, 0, wanted.length())) {
                return i;
            }
        }
        return -1;
    }

    static int findLast(Evaluation e, String s, String wanted, boolean fold) {
        search(e, s, wanted, fold);
        for (int i = s.length() - wanted.length(); i >= 0; i--) {
            if (s.regionMatches(fold, i, wanted, 0, wanted.length())) {
                return i;
            }
        }
        return -1;
    }
}

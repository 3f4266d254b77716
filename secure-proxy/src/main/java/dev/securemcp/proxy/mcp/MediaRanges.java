package dev.securemcp.proxy.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The media ranges of {@code Accept} (RFC 9110 §12.5.1), as far as it matters whether something is acceptable at all. */
final class MediaRanges {

    /** Ranges of one request beyond this are not looked at. */
    private static final int MAX = 64;

    private record Range(String type, String subtype, boolean refused) {

        /** 3 for the exact type, 2 for {@code type/*}, 1 for everything, 0 for another type. */
        int specificity(String wantedType, String wantedSubtype) {
            if (type.equals("*")) {
                return subtype.equals("*") ? 1 : 0;
            }
            if (!type.equals(wantedType)) {
                return 0;
            }
            return subtype.equals("*") ? 2 : subtype.equals(wantedSubtype) ? 3 : 0;
        }
    }

    private final List<Range> ranges = new ArrayList<>(4);

    MediaRanges(List<String> fields) {
        for (String field : fields) {
            for (String element : split(field, ',')) {
                if (ranges.size() < MAX) {
                    add(element);
                }
            }
        }
    }

    /** Whether the most specific range that names the type does not refuse it with {@code q=0}. */
    boolean accepts(String type, String subtype) {
        int best = 0;
        boolean accepted = false;
        for (Range range : ranges) {
            int specificity = range.specificity(type, subtype);
            if (specificity > best) {
                best = specificity;
                accepted = !range.refused;
            } else if (specificity == best && best > 0) {
                accepted |= !range.refused;
            }
        }
        return accepted;
    }

    private void add(String element) {
        List<String> parts = split(element, ';');
        String range = parts.getFirst().strip().toLowerCase(Locale.ROOT);
        int slash = range.indexOf('/');
        if (slash <= 0 || slash == range.length() - 1) {
            return;
        }
        boolean refused = false;
        for (String parameter : parts.subList(1, parts.size())) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase("q")) {
                refused = !positive(parameter.substring(equals + 1).strip());
            }
        }
        ranges.add(new Range(range.substring(0, slash), range.substring(slash + 1), refused));
    }

    /** Whether a quality value is above zero; what is no number refuses, since nobody can tell what was meant. */
    private static boolean positive(String quality) {
        boolean positive = false;
        for (int i = 0; i < quality.length(); i++) {
            char c = quality.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
            positive |= c >= '1' && c <= '9';
        }
        return positive;
    }

    /** Splits outside quoted strings (RFC 9110 §5.6.4). */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>(4);
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}

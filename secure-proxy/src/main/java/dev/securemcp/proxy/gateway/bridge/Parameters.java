package dev.securemcp.proxy.gateway.bridge;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters of a query or a form ({@code application/x-www-form-urlencoded}, UTF-8), decoded. One without a value is absent (RFC 6749 §3.1). */
final class Parameters {

    /** Requests have a dozen. */
    private static final int MAX = 100;

    private final Map<String, List<String>> values;
    private final boolean sound;

    private Parameters(Map<String, List<String>> values, boolean sound) {
        this.values = values;
        this.sound = sound;
    }

    /** Reads them; {@code encoded} may be null. */
    static Parameters parse(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        if (encoded == null || encoded.isEmpty()) {
            return new Parameters(values, true);
        }
        String[] pairs = encoded.split("&", MAX + 1);
        boolean sound = pairs.length <= MAX;
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            try {
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (!value.isEmpty()) {
                    values.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
                }
            } catch (IllegalArgumentException e) {
                sound = false;
            }
        }
        return new Parameters(values, sound);
    }

    /** The value; null where there is none. Of several the first. */
    String get(String name) {
        List<String> found = values.get(name);
        return found == null ? null : found.getFirst();
    }

    /** Whether any parameter stands twice, which none may (RFC 6749 §3.1, §3.2), or all could not be read. */
    boolean faulty() {
        return !sound || values.values().stream().anyMatch(found -> found.size() > 1);
    }

    /** Whether one of these stands twice, or all could not be read. */
    boolean faulty(String... names) {
        return !sound
                || Arrays.stream(names)
                        .anyMatch(name ->
                                values.containsKey(name) && values.get(name).size() > 1);
    }

    /** Texts that are separated by spaces, each once; empty where there are none. */
    List<String> words(String name) {
        String value = get(name);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(" "))
                        .filter(word -> !word.isEmpty())
                        .distinct()
                        .toList();
    }

    /** Puts parameters into a URL, behind those that it has. Null values are left out. */
    static String appended(String url, Map<String, String> parameters) {
        StringBuilder all = new StringBuilder(url);
        char separator = url.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (parameter.getValue() != null) {
                all.append(separator)
                        .append(encoded(parameter.getKey()))
                        .append('=')
                        .append(encoded(parameter.getValue()));
                separator = '&';
            }
        }
        return all.toString();
    }

    /** The same as a form. */
    static String form(Map<String, String> parameters) {
        return appended("", parameters).replaceFirst("^\\?", "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

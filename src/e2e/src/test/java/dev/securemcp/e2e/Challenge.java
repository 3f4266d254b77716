package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code WWW-Authenticate} says (RFC 6750 §3, RFC 9728 §5.1). */
record Challenge(Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile("\\G\\s*(\\w+)=\"([^\"]*)\"\\s*(?:,|$)");

    /** The one challenge of an answer: the scheme first, then quoted values, which is what clients can read. */
    static Challenge of(Http.Answer answer) {
        List<String> fields = answer.headers().allValues("WWW-Authenticate");
        assertThat(fields).as(answer.body()).hasSize(1);
        assertThat(fields.getFirst()).startsWith("Bearer ");
        String rest = fields.getFirst().substring("Bearer ".length());
        Map<String, String> parameters = new LinkedHashMap<>();
        var matcher = PARAMETER.matcher(rest);
        int end = 0;
        while (matcher.find()) {
            assertThat(parameters.put(matcher.group(1), matcher.group(2)))
                    .as(rest)
                    .isNull();
            end = matcher.end();
        }
        assertThat(end).as("all of: %s", rest).isEqualTo(rest.length());
        return new Challenge(parameters);
    }

    String get(String name) {
        return parameters.get(name);
    }

    Set<String> scopes() {
        return Set.of(parameters.getOrDefault("scope", "").split(" ", -1));
    }

    /** The headers of a request with a token; {@code token} may be null. */
    static String[] with(String token, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (token != null) {
            all.addAll(List.of("Authorization", "Bearer " + token));
        }
        return all.toArray(String[]::new);
    }
}

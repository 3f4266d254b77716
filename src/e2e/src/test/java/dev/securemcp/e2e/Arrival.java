package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A progress notification: when the server says that it sent it, and when the client saw it. Both on this machine's clock. */
record Arrival(Instant sent, Instant seen) {
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    /** Finds the sender's ISO 8601 timestamp in the notification's message. */
    static Arrival of(String message, Instant seen) {
        Matcher timestamp = TIMESTAMP.matcher(message);
        assertThat(timestamp.find()).as("a timestamp in '%s'", message).isTrue();
        return new Arrival(Instant.parse(timestamp.group()), seen);
    }

    /**
     * Each notification reached the client before the server had sent the next one: nothing on the way waited for more.
     * The servers pause far longer between two than a relay needs, so this holds on a slow machine too.
     */
    static void assertStreamed(List<Arrival> arrivals, int expected) {
        assertThat(arrivals).hasSize(expected);
        for (int i = 0; i + 1 < arrivals.size(); i++) {
            assertThat(arrivals.get(i).seen())
                    .as("notification %d of %s", i + 1, arrivals)
                    .isBefore(arrivals.get(i + 1).sent());
        }
    }
}

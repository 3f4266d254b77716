package dev.securemcp.proxy.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.backend.SessionTable.Session;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionTableTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SessionTable table = new SessionTable(100, 10_000, Duration.ofHours(1), nanos::get);
    private final Session laptops = new Session(
            "weather",
            "subscription:laptop",
            "subscription:laptop",
            "weather",
            Target.of(URI.create("http://a:1/mcp")));

    @Test
    void aSessionIsFoundByWhoOpenedItWhereItWasOpened() {
        table.opened("s1", laptops);
        assertThat(table.find("weather", "s1", "subscription:laptop")).isEqualTo(laptops);
    }

    @Test
    void nobodyElseFindsIt() {
        table.opened("s1", laptops);
        assertThat(table.find("weather", "s1", "subscription:other")).isNull();
        assertThat(table.find("other", "s1", "subscription:laptop")).isNull();
        assertThat(table.find("weather", "s2", "subscription:laptop")).isNull();
    }

    @Test
    void theSameIdAtAnotherServerIsAnotherSession() {
        Session other = new Session("other", "subscription:other", "subscription:other", "weather", laptops.instance());
        table.opened("s1", laptops);
        table.opened("s1", other);
        assertThat(table.find("weather", "s1", "subscription:laptop")).isEqualTo(laptops);
        assertThat(table.find("other", "s1", "subscription:other")).isEqualTo(other);
    }

    @Test
    void aClosedSessionIsUnknown() {
        table.opened("s1", laptops);
        table.closed("weather", "s1");
        assertThat(table.find("weather", "s1", "subscription:laptop")).isNull();
    }

    @Test
    void anUnusedSessionIsForgottenAndAUsedOneIsNot() {
        table.opened("used", laptops);
        table.opened("unused", laptops);
        for (int half = 0; half < 4; half++) {
            nanos.addAndGet(Duration.ofMinutes(30).toNanos());
            assertThat(table.find("weather", "used", "subscription:laptop")).isNotNull();
        }
        assertThat(table.find("weather", "unused", "subscription:laptop")).isNull();
    }

    @Test
    void aCallerHasNoMoreThanItsShare() {
        SessionTable small = new SessionTable(100, 2, Duration.ofHours(1), nanos::get);
        small.opened("s1", laptops);
        assertThat(small.full("subscription:laptop")).isFalse();
        small.opened("s2", laptops);
        assertThat(small.full("subscription:laptop")).isTrue();
        assertThat(small.full("subscription:other")).isFalse();
        small.closed("weather", "s1");
        assertThat(small.full("subscription:laptop")).isFalse();
        small.opened("s2", laptops);
        small.opened("s3", laptops);
        assertThat(small.full("subscription:laptop")).isTrue();
        nanos.addAndGet(Duration.ofHours(2).toNanos());
        assertThat(small.full("subscription:laptop")).isFalse();
    }

    @Test
    void those_who_share_a_principal_need_not_share_their_count() {
        SessionTable small = new SessionTable(100, 1, Duration.ofHours(1), nanos::get);
        small.opened("s1", new Session("weather", "anonymous", "192.0.2.1", "weather", laptops.instance()));

        assertThat(small.full("192.0.2.1")).isTrue();
        assertThat(small.full("192.0.2.2")).isFalse();
        small.opened("s1", new Session("weather", "anonymous", "192.0.2.2", "weather", laptops.instance()));
        assertThat(small.full("192.0.2.1")).as("the same id again").isFalse();
        assertThat(small.full("192.0.2.2")).isTrue();
    }

    @Test
    void thereAreNeverMoreThanTheLimit() {
        for (int i = 0; i < 10_000; i++) {
            table.opened("s" + i, laptops);
        }
        assertThat(table.size()).isLessThanOrEqualTo(100);
    }

    @Test
    void those_who_share_a_principal_have_half_of_the_table_together_and_take_no_place_of_the_others() {
        table.opened("mine", laptops);
        for (int i = 0; i < 10_000; i++) {
            table.opened("s" + i, new Session("weather", "anonymous", "192.0.2." + i, "weather", laptops.instance()));
        }

        assertThat(table.find("weather", "mine", "subscription:laptop")).isEqualTo(laptops);
        assertThat(table.size()).isBetween(2L, 51L);
    }

    @Test
    void an_id_is_one_session_whoever_opens_it() {
        Session other = new Session("weather", "anonymous", "192.0.2.1", "weather", laptops.instance());
        table.opened("s1", laptops);
        table.opened("s1", other);
        assertThat(table.find("weather", "s1", "subscription:laptop")).isNull();
        assertThat(table.find("weather", "s1", "anonymous")).isEqualTo(other);
        table.opened("s1", laptops);
        assertThat(table.find("weather", "s1", "anonymous")).isNull();
        assertThat(table.size()).isEqualTo(1);
        table.closed("weather", "s1");
        assertThat(table.size()).isZero();
    }
}

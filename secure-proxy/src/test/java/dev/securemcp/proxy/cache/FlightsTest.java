package dev.securemcp.proxy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.cache.Flights.Waiter;
import dev.securemcp.proxy.cache.ResultCache.Key;
import dev.securemcp.proxy.mcp.result.Cacheable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {

    private static final Key KEY = new Key("s", Cacheable.CALL, "", "digest");

    private final Flights flights = new Flights();
    private final List<String> told = new ArrayList<>();

    private Waiter waiter(String name) {
        return leads -> told.add(name + (leads ? " leads" : " knows"));
    }

    @Test
    void one_asks_and_the_others_wait_until_it_is_known() {
        assertThat(flights.join(KEY, waiter("a"))).isTrue();
        assertThat(flights.join(KEY, waiter("b"))).isFalse();
        assertThat(flights.join(KEY, waiter("c"))).isFalse();
        assertThat(flights.waiting()).isEqualTo(2);
        assertThat(told).isEmpty();

        flights.land(KEY, true);

        assertThat(told).containsExactly("b knows", "c knows");
        assertThat(flights.waiting()).isZero();
        assertThat(flights.join(KEY, waiter("d"))).as("the next one asks again").isTrue();
    }

    @Test
    void where_nothing_came_the_longest_waiting_asks_and_the_others_go_on_waiting() {
        flights.join(KEY, waiter("a"));
        flights.join(KEY, waiter("b"));
        flights.join(KEY, waiter("c"));

        flights.land(KEY, false);

        assertThat(told).containsExactly("b leads");
        assertThat(flights.join(KEY, waiter("d"))).isFalse();
        assertThat(flights.waiting()).isEqualTo(2);

        flights.land(KEY, false);
        flights.land(KEY, true);

        assertThat(told).containsExactly("b leads", "c leads", "d knows");
        assertThat(flights.waiting()).isZero();
    }

    @Test
    void all_who_wait_are_told_while_the_one_that_asks_goes_on() {
        flights.join(KEY, waiter("a"));
        flights.join(KEY, waiter("b"));
        flights.join(KEY, waiter("c"));

        flights.tell(KEY);

        assertThat(told).containsExactly("b knows", "c knows");
        assertThat(flights.waiting()).isZero();
        assertThat(flights.join(KEY, waiter("d")))
                .as("the first one asks still")
                .isFalse();

        flights.land(KEY, false);

        assertThat(told).containsExactly("b knows", "c knows", "d leads");
    }

    @Test
    void where_nobody_asks_nobody_is_told() {
        flights.tell(KEY);

        assertThat(told).isEmpty();
        assertThat(flights.join(KEY, waiter("a"))).as("this one asks").isTrue();
    }

    @Test
    void the_last_one_leaves_nothing_behind() {
        flights.join(KEY, waiter("a"));

        flights.land(KEY, false);

        assertThat(flights.join(KEY, waiter("b"))).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void one_that_waits_no_more_is_not_told() {
        Waiter leaving = waiter("b");
        flights.join(KEY, waiter("a"));
        flights.join(KEY, leaving);
        flights.join(KEY, waiter("c"));

        assertThat(flights.leave(KEY, leaving)).isTrue();
        assertThat(flights.leave(KEY, leaving)).as("it has left").isFalse();
        assertThat(flights.waiting()).isEqualTo(1);

        flights.land(KEY, false);

        assertThat(told).containsExactly("c leads");
    }

    @Test
    void one_that_was_told_cannot_leave_any_more() {
        Waiter second = waiter("b");
        flights.join(KEY, waiter("a"));
        flights.join(KEY, second);
        flights.land(KEY, false);

        assertThat(flights.leave(KEY, second)).isFalse();
        assertThat(flights.waiting()).isZero();
    }
}

package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three gateways under load whose Redis dies or stands still, and comes back. */
@ExtendWith(Fixtures.class)
class RedisOutageIT {
    /** What a call may take beside waiting for Redis, on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    /** What happens to Redis. */
    enum Outage {
        KILLED {
            @Override
            void begin(Redis redis) {
                redis.kill();
            }

            @Override
            void end(Redis redis) {
                redis.startAgain();
            }
        },
        STOPPED {
            @Override
            void begin(Redis redis) {
                redis.pause();
            }

            @Override
            void end(Redis redis) {
                redis.resume();
            }
        };

        abstract void begin(Redis redis);

        abstract void end(Redis redis);
    }

    @ParameterizedTest
    @EnumSource
    void eachLimitDoesWhatItSaysAndNoCallHangs(Outage outage, Fleet fleet, Pair pair) throws Exception {
        List<List<String>> linesBefore = fleet.redisLines();
        Instant down;
        Instant ending;
        Instant back;
        List<Load.Call> calls;
        try (Load load = new Load(fleet, pair.key)) {
            load.awaitCalls(10, Instant.now());
            outage.begin(fleet.redis);
            try {
                fleet.awaitUp(false, Duration.ofSeconds(20));
                down = Instant.now();
                load.awaitCalls(10, down);
                assertCountedAlone(fleet, pair);
                ending = Instant.now();
            } finally {
                outage.end(fleet.redis);
            }
            fleet.awaitUp(true, Duration.ofSeconds(5));
            back = Instant.now();
            load.awaitCalls(10, back);
            calls = load.stop();
        }

        assertThat(calls).allSatisfy(call -> assertThat(call.time()).isLessThan(Fleet.REDIS_TIME.plus(SLACK)));
        for (Load.Call call : calls) {
            if (call.within(down, ending) && call.server().onFailure.equals("deny")) {
                assertThat(call.status()).as(call.body()).isEqualTo(503);
                JsonNode error = Json.read(call.body()).path("error");
                assertThat(error.path("data").path("reason").asText()).isEqualTo("LimitUnavailable");
            } else if (call.server().onFailure.equals("local") || call.began().isAfter(back)) {
                assertThat(call.status()).as(call.body()).isEqualTo(200);
            } else {
                assertThat(call.status()).as(call.body()).isIn(200, 503);
            }
        }
        assertCountedTogether(fleet, pair);
        List<List<String>> lines = fleet.redisLines();
        for (int gateway = 0; gateway < Fleet.SIZE; gateway++) {
            assertThat(lines.get(gateway)
                            .subList(
                                    linesBefore.get(gateway).size(),
                                    lines.get(gateway).size()))
                    .satisfiesExactly(first -> assertThat(first).contains("Redis is down"), second -> assertThat(second)
                            .contains("Redis is back"));
        }
    }

    /** A limit that goes on locally gives each gateway the whole of it. */
    private static void assertCountedAlone(Fleet fleet, Pair pair) throws Exception {
        for (Fleet.Limited limited : List.of(Fleet.Limited.RATE_LOCAL, Fleet.Limited.QUOTA_LOCAL)) {
            String who = UUID.randomUUID().toString();
            int passed = IntStream.range(0, Fleet.SIZE)
                    .map(gateway -> passed(fleet, gateway, limited, pair, who))
                    .sum();
            assertThat(passed).as("%s", limited).isEqualTo(Fleet.SIZE * Fleet.LIMIT);
        }
    }

    private static int passed(Fleet fleet, int gateway, Fleet.Limited limited, Pair pair, String who) {
        try {
            Caller caller = new Caller(fleet.url(gateway, limited.path()), pair.key);
            return caller.callsUntil(limited.refusal, Fleet.LIMIT + 1, call -> fleet.url(gateway, limited.path()), who);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertCountedTogether(Fleet fleet, Pair pair) throws Exception {
        for (Fleet.Limited limited : Fleet.Limited.values()) {
            String who = UUID.randomUUID().toString();
            Caller caller = new Caller(fleet.url(0, limited.path()), pair.key);
            assertThat(caller.callsUntil(
                            limited.refusal, Fleet.LIMIT + 1, call -> fleet.url(call, limited.path()), who))
                    .as("%s", limited)
                    .isEqualTo(Fleet.LIMIT);
        }
    }
}

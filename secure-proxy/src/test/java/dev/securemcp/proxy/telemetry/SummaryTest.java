package dev.securemcp.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Operation;
import dev.securemcp.proxy.telemetry.SummaryReport.Blocked;
import dev.securemcp.proxy.telemetry.SummaryReport.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryTest {

    private volatile Instant now = Events.START;
    private final Summary summary = new Summary(() -> now);

    private void record(ExchangeEvent event) {
        String tool = event.operation().tool();
        summary.record(event, event.outcome(), event.server(), tool == null ? "" : tool);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void countsByServerToolAndSubscription() {
        Caller phone = new Caller("phone", "starter", null, "192.0.2.8");
        record(Events.event(Events.call("a"), Events.LAPTOP, Events.FINE));
        record(Events.event(Events.call("a"), Events.LAPTOP, Events.denied("RateLimitExceeded", 429)));
        record(Events.event(Events.call("b"), phone, Events.FINE));
        record(Events.event(
                new Operation("tools/list", null, null, null, null, null, null),
                new Caller(null, null, null, "192.0.2.9"),
                Events.FINE));
        SummaryReport.Window hour = summary.report().hour();
        assertThat(hour.servers())
                .extracting(Row::server, Row::requests, Row::denied)
                .containsExactly(tuple("weather", 4L, 1L));
        assertThat(hour.tools()).extracting(Row::tool, Row::requests).containsExactly(tuple("a", 2L), tuple("b", 1L));
        assertThat(hour.subscriptions())
                .extracting(Row::subscription, Row::requests)
                .containsExactly(tuple("laptop", 2L), tuple("", 1L), tuple("phone", 1L));
        assertThat(hour.calls()).hasSize(3);
        assertThat(summary.report().day().servers()).isEqualTo(hour.servers());
    }

    @Test
    void saysWhoWasBlockedWhyAndHowOften() {
        Caller stranger = new Caller(null, null, null, "198.51.100.4");
        Caller person = new Caller(null, null, "https://issuer|sub|azp", "198.51.100.5");
        record(Events.event(Operation.NONE, stranger, Events.denied("SubscriptionKeyInvalid", 401)));
        pass(Duration.ofMinutes(2));
        record(Events.event(Operation.NONE, stranger, Events.denied("SubscriptionKeyInvalid", 401)));
        record(Events.event(Events.call("a"), Events.LAPTOP, Events.denied("QuotaExceeded", 403)));
        record(Events.event(Events.call("a"), person, Events.denied("InsufficientScope", 403)));
        List<Blocked> blocked = summary.report().hour().blocked();
        assertThat(blocked)
                .containsExactly(
                        new Blocked(
                                "weather",
                                "198.51.100.4",
                                "address",
                                "SubscriptionKeyInvalid",
                                "authorization",
                                2,
                                now,
                                "r-1"),
                        new Blocked(
                                "weather",
                                "https://issuer|sub|azp",
                                "principal",
                                "InsufficientScope",
                                "authorization",
                                1,
                                now,
                                "r-1"),
                        new Blocked(
                                "weather", "laptop", "subscription", "QuotaExceeded", "authorization", 1, now, "r-1"));
    }

    @Test
    void theHourForgetsAfterAnHourAndTheDayAfterADay() {
        record(Events.event(Events.call("a"), Events.LAPTOP, Events.denied("QuotaExceeded", 403)));
        pass(Duration.ofMinutes(59));
        assertThat(summary.report().hour().servers()).hasSize(1);
        pass(Duration.ofMinutes(1));
        assertThat(summary.report().hour().servers()).isEmpty();
        assertThat(summary.report().hour().blocked()).isEmpty();
        assertThat(summary.report().day().servers()).hasSize(1);
        pass(Duration.ofHours(22));
        assertThat(summary.report().day().blocked()).hasSize(1);
        pass(Duration.ofHours(1));
        assertThat(summary.report().day().servers()).isEmpty();
        assertThat(summary.report().day().blocked()).isEmpty();
    }

    @Test
    void aBucketIsUsedAgainForItsNextTurn() {
        record(Events.event(Events.call("old"), Events.LAPTOP, Events.FINE));
        pass(Duration.ofHours(24));
        record(Events.event(Events.call("new"), Events.LAPTOP, Events.FINE));
        assertThat(summary.report().day().tools()).extracting(Row::tool).containsExactly("new");
    }

    @Test
    void aClockThatIsSetBackLosesNothing() {
        record(Events.event(Events.call("a"), Events.LAPTOP, Events.FINE));
        pass(Duration.ofSeconds(-90));
        record(Events.event(Events.call("a"), Events.LAPTOP, Events.FINE));
        pass(Duration.ofSeconds(90));
        assertThat(summary.report().hour().servers().getFirst().requests()).isEqualTo(2);
    }

    @Test
    void callersCannotFillTheMemory() {
        for (int i = 0; i < 5000; i++) {
            record(Events.event(
                    Events.call("a"), new Caller("s" + i, null, null, "x"), Events.denied("RateLimitExceeded", 429)));
        }
        SummaryReport.Window hour = summary.report().hour();
        assertThat(hour.calls()).hasSize(SummaryBucket.MAX_ROWS + 1);
        assertThat(hour.servers().getFirst().requests()).isEqualTo(5000);
        assertThat(hour.blocked()).hasSize(SummaryBucket.MAX_ROWS + 1);
        assertThat(hour.blocked().getFirst())
                .extracting(Blocked::caller, Blocked::reason, Blocked::count)
                .containsExactly("_other", "RateLimitExceeded", 5000L - SummaryBucket.MAX_ROWS);
    }

    @Test
    void percentilesAreOfCallsThatWereRelayed() {
        for (int i = 1; i <= 100; i++) {
            record(Events.event(Events.call("a"), Events.LAPTOP, Events.FINE, i * 1_000_000L));
            record(Events.event(Events.call("a"), Events.LAPTOP, Events.denied("QuotaExceeded", 403), 1000));
        }
        Row row = summary.report().hour().tools().getFirst();
        assertThat(row.requests()).isEqualTo(200);
        assertThat(row.p50() / 1e6).isCloseTo(50, within(13.0));
        assertThat(row.p95() / 1e6).isCloseTo(95, within(24.0));
        assertThat(row.p99()).isLessThanOrEqualTo(100_000_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 249_999, 250_000, 250_001, 1_000_000, 30_000_000_000L, 9_000_000_000_000L})
    void aPercentileOfOneDurationIsThatDurationOrItsBucket(long nanos) {
        Latencies latencies = new Latencies();
        latencies.add(nanos);
        assertThat(latencies.percentile(0.5)).isEqualTo(nanos);
        assertThat(new Latencies().percentile(0.5)).isEqualTo(-1);
    }

    @Test
    void countsFromManyThreadsAddUp() throws Exception {
        int threads = 8;
        int each = 5_000;
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                String tool = "tool" + t % 3;
                running.add(pool.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        record(Events.event(Events.call(tool), Events.LAPTOP, Events.denied("QuotaExceeded", 403)));
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> one : running) {
                one.get();
            }
        }
        assertThat(summary.report().hour().servers().getFirst().requests()).isEqualTo((long) threads * each);
        assertThat(summary.report().day().blocked().getFirst().count()).isEqualTo((long) threads * each);
    }

    @Test
    void theReportIsAJsonDocument() throws Exception {
        record(Events.event(Events.call("a\"\n"), Events.LAPTOP, Events.FINE, 2_000_000));
        record(Events.event(Events.call("a\"\n"), Events.LAPTOP, Events.denied("QuotaExceeded", 403)));
        JsonNode json = new ObjectMapper().readTree(summary.report().toJson());
        assertThat(json.get("generated").textValue()).isEqualTo("2026-07-28T10:00:30Z");
        assertThat(json.get("started").textValue()).isEqualTo("2026-07-28T10:00:30Z");
        assertThat(json.at("/hour/from").textValue()).isEqualTo("2026-07-28T09:01:00Z");
        assertThat(json.at("/day/from").textValue()).isEqualTo("2026-07-27T11:00:00Z");
        assertThat(json.at("/hour/tools/0").toString())
                .isEqualTo(
                        "{\"server\":\"weather\",\"tool\":\"a\\\"\\n\",\"requests\":2,\"errors\":0,\"denied\":1,\"cancelled\":0,"
                                + "\"p50Ms\":2.0,\"p95Ms\":2.0,\"p99Ms\":2.0}");
        assertThat(json.at("/day/blocked/0").toString())
                .isEqualTo(
                        "{\"server\":\"weather\",\"caller\":\"laptop\",\"kind\":\"subscription\",\"reason\":\"QuotaExceeded\","
                                + "\"source\":\"authorization\",\"count\":1,\"last\":\"2026-07-28T10:00:30Z\",\"lastRequest\":\"r-1\"}");
    }
}

package dev.securemcp.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Decision;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Operation;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Timing;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Verdict;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogLineTest {

    private static JsonNode parse(String line) throws Exception {
        return new ObjectMapper().readTree(line);
    }

    @Test
    void theAccessLineHoldsTheWholeExchange() {
        ExchangeEvent event = new ExchangeEvent(
                Events.START,
                "r-1",
                "weather",
                "POST",
                new Operation("tools/call", "get_alerts", null, null, "2025-11-25", SessionHash.of("s"), "Inspector"),
                new Caller("laptop", "starter", "https://issuer|sub|azp", "192.0.2.7"),
                new Verdict(Decision.ALLOWED, null, null, 200, -32602, true, Ending.BROKEN),
                new Timing(12_345_678, 2_000_000, 1_500_000, 10_345_678),
                new Traffic(300, 400));
        assertThat(LogLine.access(event))
                .isEqualTo(
                        "{\"log\":\"access\",\"time\":\"2026-07-28T10:00:30Z\",\"request\":\"r-1\",\"server\":\"weather\",\"http\":\"POST\","
                                + "\"method\":\"tools/call\",\"tool\":\"get_alerts\",\"revision\":\"2025-11-25\","
                                + "\"session\":\"043a718774c5\",\"client\":\"Inspector\",\"subscription\":\"laptop\","
                                + "\"product\":\"starter\",\"principal\":\"https://issuer|sub|azp\",\"address\":\"192.0.2.7\","
                                + "\"decision\":\"allowed\",\"status\":200,\"code\":-32602,\"toolError\":true,\"ending\":\"broken\","
                                + "\"totalMs\":12.345,\"headMs\":2.0,\"backendMs\":1.5,\"streamMs\":10.345,"
                                + "\"bytesIn\":300,\"bytesOut\":400}");
    }

    @Test
    void theSecurityLineSaysWhoWasRefusedWhatAndWhy() throws Exception {
        ExchangeEvent event = Events.event(
                Events.call("get_alerts"),
                new Caller(null, null, null, "192.0.2.7"),
                Events.denied("SubscriptionKeyInvalid", 401));
        JsonNode line = parse(LogLine.security(event));
        assertThat(line.properties().stream()
                        .map(e -> e.getKey() + "=" + e.getValue().asText())
                        .collect(Collectors.toList()))
                .containsExactly(
                        "log=security",
                        "time=2026-07-28T10:00:30Z",
                        "request=r-1",
                        "server=weather",
                        "http=POST",
                        "method=tools/call",
                        "tool=get_alerts",
                        "revision=2025-11-25",
                        "address=192.0.2.7",
                        "decision=denied",
                        "reason=SubscriptionKeyInvalid",
                        "source=authorization",
                        "status=401",
                        "code=401");
    }

    @Test
    void nothingACallerWritesLeavesItsField() throws Exception {
        String nasty = "a\"}\n{\"decision\":\"allowed\r\u001b[2J\u0085\u2028\u202e\u0000é😀";
        ExchangeEvent event = Events.event(
                new Operation(nasty, nasty, nasty, nasty, nasty, nasty, nasty), Events.LAPTOP, Events.FINE);
        for (String line : new String[] {LogLine.access(event), LogLine.security(event)}) {
            assertThat(line.chars()).allMatch(c -> c >= ' ' && c <= '~');
            assertThat(parse(line).get("tool").textValue()).isEqualTo(nasty);
            assertThat(parse(line).get("decision").textValue()).isEqualTo("allowed");
        }
    }

    @Test
    void longTextsAreCut() throws Exception {
        ExchangeEvent event = Events.event(Events.call("x".repeat(60_000)), Events.LAPTOP, Events.FINE);
        assertThat(parse(LogLine.access(event)).get("tool").textValue()).hasSize(256);
        assertThat(LogLine.access(event)).hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "weather://alerts/CA,                    weather://alerts/CA",
        "https://u:p@host/path?token=x#y,        https://host/path",
        "https://host/a@b,                       https://host/a@b",
        "https://u@host,                         https://host",
        "file:///a?b,                            file:///a",
        "urn:x:y#z,                              urn:x:y",
    })
    void aResourceIsLoggedWithoutWhatMayBeSecret(String uri, String logged) {
        assertThat(LogLine.withoutSecrets(uri)).isEqualTo(logged);
    }
}

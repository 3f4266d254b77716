package dev.securemcp.proxy.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.proxy.telemetry.ExchangeEvent.Caller;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Decision;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Ending;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Operation;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Timing;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Traffic;
import dev.securemcp.proxy.telemetry.ExchangeEvent.Verdict;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TelemetryTest {

    private static final class Lines implements LineLog {
        private final List<String> list = new ArrayList<>();
        private boolean enabled = true;

        @Override
        public boolean enabled() {
            return enabled;
        }

        @Override
        public void write(String line) {
            list.add(line);
        }
    }

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Lines access = new Lines();
    private final Lines security = new Lines();
    private final Telemetry telemetry = new Telemetry(registry, () -> Events.START, access, security);

    private Set<String> values(String meter, String tag) {
        return registry.find(meter).meters().stream()
                .map(Meter::getId)
                .map(id -> id.getTag(tag))
                .collect(Collectors.toSet());
    }

    @Test
    void everyExchangeLeavesOneLineAndEveryDenialASecondOne() {
        telemetry.record(Events.event(Events.call("a"), Events.LAPTOP, Events.FINE));
        assertThat(access.list).hasSize(1);
        assertThat(security.list).isEmpty();
        telemetry.record(Events.event(Events.call("a"), Events.LAPTOP, Events.denied("RateLimitExceeded", 429)));
        assertThat(access.list).hasSize(2);
        assertThat(security.list).singleElement().asString().contains("RateLimitExceeded");
    }

    @Test
    void aLogThatIsOffCostsNothing() {
        access.enabled = false;
        telemetry.record(Events.event(Events.call("a"), Events.LAPTOP, Events.FINE));
        assertThat(access.list).isEmpty();
    }

    @Test
    void theLinesGoToTheirCategories() {
        List<String> seen = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                seen.add(entry.getLoggerName() + " " + entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger[] loggers = {Logger.getLogger("access"), Logger.getLogger("security")};
        for (Logger logger : loggers) {
            logger.addHandler(handler);
        }
        try {
            new Telemetry(registry, () -> Events.START)
                    .record(Events.event(Events.call("%s {0}"), Events.LAPTOP, Events.denied("QuotaExceeded", 403)));
        } finally {
            for (Logger logger : loggers) {
                logger.removeHandler(handler);
            }
        }
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).startsWith("access {").contains("\"tool\":\"%s {0}\"");
        assertThat(seen.get(1)).startsWith("security {");
    }

    @Test
    void metricsBearTheNamesOfTheConventions() {
        telemetry.configuredTools("weather", List.of("get_alerts"));
        telemetry.live("weather").exchangeBegan();
        telemetry.live("weather").streamOpened();
        telemetry.record(new ExchangeEvent(
                Events.START,
                "r",
                "weather",
                "POST",
                Events.call("get_alerts"),
                Events.LAPTOP,
                Events.FINE,
                new Timing(15_000_000, 5_000_000, 4_000_000, 10_000_000),
                new Traffic(300, 400)));
        telemetry.record(Events.event(Events.call("get_alerts"), Events.LAPTOP, Events.denied("QuotaExceeded", 403)));
        String scrape = registry.scrape();
        String call =
                "{error_type=\"\",gen_ai_tool_name=\"get_alerts\",mcp_method_name=\"tools/call\",outcome=\"ok\",server=\"weather\",";
        assertThat(scrape)
                .contains("mcp_server_operation_duration_seconds_bucket" + call + "le=\"0.01\",} 0.0")
                .contains("mcp_server_operation_duration_seconds_bucket" + call + "le=\"0.02\",} 1.0")
                .contains("mcp_server_operation_duration_seconds_bucket" + call + "le=\"300.0\",} 1.0")
                .contains(
                        "error_type=\"403\",gen_ai_tool_name=\"get_alerts\",mcp_method_name=\"tools/call\",outcome=\"denied\"")
                .contains("proxy_denials_total{reason=\"QuotaExceeded\",server=\"weather\",} 1.0")
                .contains(
                        "proxy_exchanges_total{http_request_method=\"POST\",http_response_status_code=\"200\",server=\"weather\",} 1.0")
                .contains("proxy_body_bytes_total{direction=\"in\",server=\"weather\",} 600.0")
                .contains("proxy_body_bytes_total{direction=\"out\",server=\"weather\",} 800.0")
                .contains("proxy_backend_duration_seconds_count{server=\"weather\",} 2.0")
                .contains("proxy_stream_duration_seconds_count{server=\"weather\",} 1.0")
                .contains("proxy_exchanges_active{server=\"weather\",} 1.0")
                .contains("proxy_streams_open{server=\"weather\",} 1.0");
        assertThat(scrape.lines()
                        .filter(line -> line.startsWith("mcp_server_operation_duration_seconds_bucket" + call)))
                .as("14 buckets and +Inf")
                .hasSize(15);
        telemetry.live("weather").exchangeEnded();
        telemetry.live("weather").streamClosed();
        assertThat(registry.scrape())
                .contains("proxy_exchanges_active{server=\"weather\",} 0.0")
                .contains("proxy_streams_open{server=\"weather\",} 0.0");
    }

    @Test
    void namesThatNobodyConfirmedShareOneLabel() {
        telemetry.configuredTools("weather", List.of("configured"));
        Verdict unknown = new Verdict(Decision.ALLOWED, null, null, 200, -32602, false, Ending.COMPLETE);
        for (int i = 0; i < 1000; i++) {
            telemetry.record(Events.event(Events.call("invented" + i), Events.LAPTOP, unknown));
            telemetry.record(Events.event(
                    new Operation("invented/" + i, null, null, null, null, null, "client" + i),
                    Events.LAPTOP,
                    unknown));
        }
        telemetry.record(Events.event(Events.call("configured"), Events.LAPTOP, unknown));
        telemetry.record(Events.event(Events.call("answered"), Events.LAPTOP, Events.FINE));
        assertThat(values("mcp.server.operation.duration", "gen_ai.tool.name"))
                .containsExactlyInAnyOrder("", "_other", "configured", "answered");
        assertThat(values("mcp.server.operation.duration", "mcp.method.name"))
                .containsExactlyInAnyOrder("tools/call", "_other");
        assertThat(registry.getMeters()).hasSizeLessThan(20);
    }

    @Test
    void namesThatTheBackendConfirmsAreBoundedToo() {
        for (int i = 0; i < 1000; i++) {
            telemetry.record(Events.event(Events.call("tool" + i), Events.LAPTOP, Events.FINE));
        }
        telemetry.record(Events.event(Events.call("x".repeat(1000)), Events.LAPTOP, Events.FINE));
        assertThat(values("mcp.server.operation.duration", "gen_ai.tool.name"))
                .hasSize(Telemetry.MAX_TOOLS + 1)
                .contains("_other");
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOWED, 200, ,       false, COMPLETE,  ok,         ''",
        "ALLOWED, 202, ,       false, COMPLETE,  ok,         ''",
        "ALLOWED, 200, ,       true,  COMPLETE,  tool_error, tool_error",
        "ALLOWED, 200, -32602, false, COMPLETE,  error,      -32602",
        "ALLOWED, 200, -31999, false, COMPLETE,  error,      _OTHER",
        "ALLOWED, 404, ,       false, COMPLETE,  error,      404",
        "ALLOWED, 200, ,       false, BROKEN,    error,      broken",
        "ALLOWED, 200, ,       false, CANCELLED, cancelled,  cancelled",
        "DENIED,  429, 429,    false, COMPLETE,  denied,     429",
        "DENIED,  200, -32602, false, COMPLETE,  denied,     -32602",
        "ERROR,   502, 502,    false, COMPLETE,  error,      502",
        "ERROR,   0,   ,       false, CANCELLED, error,      _OTHER",
    })
    void anExchangeHasOneOutcomeAndABoundedErrorType(
            Decision decision,
            int status,
            Integer code,
            boolean toolError,
            Ending ending,
            String outcome,
            String type) {
        ExchangeEvent event = Events.event(
                Events.call("a"),
                Events.LAPTOP,
                new Verdict(decision, decision == Decision.ALLOWED ? null : "X", "x", status, code, toolError, ending));
        telemetry.record(event);
        assertThat(event.outcome().label()).isEqualTo(outcome);
        assertThat(values("mcp.server.operation.duration", "outcome")).containsExactly(outcome);
        assertThat(values("mcp.server.operation.duration", "error.type")).containsExactly(type);
    }

    @ParameterizedTest
    @CsvSource({"200, OK", "404, OK", "405, OK", "500, ERROR", "502, ERROR"})
    void aProbeThatABackendDeclinesIsNoError(int status, Outcome outcome) {
        Verdict verdict = new Verdict(Decision.ALLOWED, null, null, status, null, false, Ending.COMPLETE);
        assertThat(Events.event(Operation.NONE, Events.LAPTOP, verdict).outcome())
                .isEqualTo(outcome);
    }

    @Test
    void whatIsNoMessageIsNoOperation() {
        telemetry.record(new ExchangeEvent(
                Events.START,
                "r",
                null,
                "BREW",
                Operation.NONE,
                new Caller(null, null, null, null),
                Events.denied("OperationNotFound", 404),
                new Timing(1, -1, -1, -1),
                new Traffic(0, 0)));
        assertThat(registry.find("mcp.server.operation.duration").meters()).isEmpty();
        assertThat(values("proxy.exchanges", "server")).containsExactly("_none");
        assertThat(values("proxy.exchanges", "http.request.method")).containsExactly("_other");
    }

    @Test
    void sessionsAreToldApartWithoutBeingTold() {
        assertThat(SessionHash.of("a-session-id")).hasSize(12).isNotEqualTo(SessionHash.of("b-session-id"));
        assertThat(SessionHash.of(null)).isNull();
    }
}

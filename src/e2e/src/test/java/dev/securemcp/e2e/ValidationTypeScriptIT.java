package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.securemcp.e2e.Visit.ToolCall;
import dev.securemcp.e2e.Visit.Wants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the TypeScript clients see where {@code validate-content} refuses arguments. */
@NeedsNode
@ExtendWith(Fixtures.class)
class ValidationTypeScriptIT {
    private static final Wants BAD =
            new Wants(new ToolCall("get_forecast", ValidationIT.BAD), Weather.COMPARISON, null, null);
    private static final String SAID = "/params/arguments/latitude";

    private static Gateway gateway;

    @BeforeAll
    static void start(Pair pair) {
        gateway = ValidationIT.gateway("validation-typescript", pair);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** Over SSE too: the client is told at once, instead of waiting for an answer on its stream. */
    @ParameterizedTest
    @ValueSource(strings = {"http", "sse"})
    void theFirstLineIsTold(String transport) {
        Visit visit = Visit.pay(
                "client-v1.mjs",
                "--transport",
                transport,
                "--url",
                gateway.url(transport.equals("sse") ? Weather.SSE_PATH : Weather.PATH)
                        .toString(),
                "--wants",
                Json.write(BAD));

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
        assertThat(visit.step("failed").path("message").asText())
                .as(visit.said())
                .contains(SAID);
    }

    @Test
    void theSecondLineIsTold() {
        Visit visit = Visit.pay(
                "client-v2.mjs",
                "--mode",
                "legacy",
                "--url",
                gateway.url(Weather.PATH).toString(),
                "--wants",
                Json.write(BAD));

        assertThat(visit.status()).as(visit.said()).isEqualTo(1);
        assertThat(visit.step("failed").path("message").asText())
                .as(visit.said())
                .contains(SAID);
    }
}

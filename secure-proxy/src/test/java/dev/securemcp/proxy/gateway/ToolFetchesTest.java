package dev.securemcp.proxy.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.securemcp.proxy.gateway.ToolFetches.Asked;
import dev.securemcp.proxy.gateway.ToolFetches.Outcome;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Asking for tools in the name of the gateway, once for all that wait. */
class ToolFetchesTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void asking_that_breaks_leaves_nobody_waiting() {
        ToolFetches fetches = new ToolFetches(Ticker.systemTicker());
        Asked asked = new Asked("s", 0, "anonymous");

        assertThat(fetches.ask(vertx, asked, () -> {
                            throw new IllegalArgumentException("a field that cannot be sent");
                        })
                        .result())
                .isEqualTo(Outcome.FAILED);
        assertThat(fetches.ask(vertx, asked, () -> {
                            throw new AssertionError("not asked again right away");
                        })
                        .result())
                .isEqualTo(Outcome.FAILED);
    }
}

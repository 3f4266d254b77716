package dev.securemcp.weather.tools;

import dev.securemcp.weather.forecast.WeatherException;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.TextContent;
import io.quarkiverse.mcp.server.ToolResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Runs the work of a tool so that {@code notifications/cancelled} stops it, and turns what it throws into tool errors.
 */
final class Calls {

    private static final Logger LOG = Logger.getLogger(Calls.class);

    /** The library tells of a cancellation only when asked. */
    private static final long CANCELLATION_CHECK_MILLIS = 100;

    private Calls() {}

    /** An answer in both forms. */
    record Result(Map<String, Object> document, String text) {}

    /**
     * Runs on a thread of its own, which is interrupted when the client cancels.
     *
     * @return what the work says; a tool error where it throws
     */
    static ToolResponse run(String tool, Cancellation cancellation, Callable<Result> work) {
        FutureTask<Result> task = new FutureTask<>(work);
        Thread.ofVirtual().name("tool-" + tool).start(task);
        try {
            while (true) {
                try {
                    Result result = task.get(CANCELLATION_CHECK_MILLIS, TimeUnit.MILLISECONDS);
                    return new ToolResponse(
                            false, List.of(new TextContent(result.text())), result.document(), Map.of());
                } catch (TimeoutException _) {
                    cancellation.skipProcessingIfCancelled();
                }
            }
        } catch (ExecutionException e) {
            cancellation.skipProcessingIfCancelled();
            return failure(tool, e.getCause());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ToolResponse.error("The server is stopping. Try again in a minute.");
        } finally {
            task.cancel(true);
        }
    }

    private static ToolResponse failure(String tool, Throwable thrown) {
        if (thrown instanceof WeatherException weather) {
            return ToolResponse.error(weather.getMessage());
        }
        LOG.errorf(thrown, "The tool %s failed", tool);
        return ToolResponse.error(
                "The server failed in a way that it did not expect. Try again; if it stays, tell its operator.");
    }
}

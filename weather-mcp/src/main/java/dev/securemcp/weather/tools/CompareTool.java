package dev.securemcp.weather.tools;

import dev.securemcp.weather.forecast.Units;
import io.quarkiverse.mcp.server.Cancellation;
import io.quarkiverse.mcp.server.Progress;
import io.quarkiverse.mcp.server.Tool;
import io.quarkiverse.mcp.server.Tool.Annotations;
import io.quarkiverse.mcp.server.Tool.InputSchema;
import io.quarkiverse.mcp.server.Tool.OutputSchema;
import io.quarkiverse.mcp.server.ToolArg;
import io.quarkiverse.mcp.server.ToolResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tool that asks for several places at once and tells of each as its answer arrives. */
@Singleton
@RunOnVirtualThread
public class CompareTool {

    private static final Logger LOG = Logger.getLogger(CompareTool.class);

    /** A client that does not read its stream must not hold the work up for longer. */
    private static final Duration LONGEST_SEND = Duration.ofSeconds(5);

    private final Comparison comparison;
    private final Clock clock;

    CompareTool(Comparison comparison, Clock clock) {
        this.comparison = comparison;
        this.clock = clock;
    }

    @Tool(
            name = WeatherTools.COMPARE_WEATHER,
            title = "Compare the weather of places",
            description = "The weather now at up to 10 places, given by name or as latitude,longitude. Sends a progress"
                    + " notification for each place as its answer arrives.",
            annotations =
                    @Annotations(
                            title = "Compare the weather of places",
                            readOnlyHint = true,
                            destructiveHint = false,
                            idempotentHint = true,
                            openWorldHint = true),
            inputSchema = @InputSchema(generator = InputSchemas.class),
            outputSchema = @OutputSchema(from = OutputSchemas.Comparison.class, generator = OutputSchemas.class))
    ToolResponse compare(
            @ToolArg(name = "locations", required = false) @Nullable Object locations,
            @ToolArg(name = "units", required = false) @Nullable Object units,
            Progress progress,
            Cancellation cancellation) {
        return Calls.run(WeatherTools.COMPARE_WEATHER, cancellation, () -> {
            List<String> names = Arguments.texts(
                    "locations",
                    locations,
                    InputSchemas.MOST_LOCATIONS,
                    InputSchemas.LONGEST_NAME,
                    "a list of 1 to " + InputSchemas.MOST_LOCATIONS + " places, such as [\"Seattle\", \"Oslo\"]");
            Units in = Units.of(Arguments.optionalText("units", units, "metric or imperial"));
            return comparison.run(names, in, (done, line) -> tell(progress, done, names.size(), line));
        });
    }

    /** The message begins with the moment of sending, so that a reader can tell when it left from when it arrived. */
    private void tell(Progress progress, int done, int total, String line) {
        if (progress.token().isEmpty()) {
            return;
        }
        try {
            progress.notificationBuilder()
                    .setProgress(done)
                    .setTotal(total)
                    .setMessage(clock.instant() + " " + line)
                    .build()
                    .send()
                    .await()
                    .atMost(LONGEST_SEND);
        } catch (RuntimeException e) {
            LOG.debugf(e, "A progress notification could not be sent");
        }
    }
}

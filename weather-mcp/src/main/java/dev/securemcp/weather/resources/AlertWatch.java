package dev.securemcp.weather.resources;

import dev.securemcp.weather.forecast.Alert;
import dev.securemcp.weather.forecast.Answer;
import dev.securemcp.weather.forecast.UsState;
import dev.securemcp.weather.forecast.WeatherException;
import dev.securemcp.weather.forecast.WeatherService;
import io.quarkiverse.mcp.server.ResourceManager;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Asks for the alerts of subscribed states, and sends {@code notifications/resources/updated} when they are others than
 * the last time (MCP, resources, subscriptions).
 */
@Singleton
public class AlertWatch {

    private static final Logger LOG = Logger.getLogger(AlertWatch.class);

    private final WeatherService weather;
    private final Subscriptions subscriptions;
    private final ResourceManager resources;

    /** What was last seen: for each alert what a reader would notice. */
    private final Map<UsState, Set<List<String>>> seen = new ConcurrentHashMap<>();

    AlertWatch(WeatherService weather, Subscriptions subscriptions, ResourceManager resources) {
        this.weather = weather;
        this.subscriptions = subscriptions;
        this.resources = resources;
    }

    /** What holds when somebody subscribes is no news to him. */
    void begin(@ObservesAsync Subscriptions.Begun begun) {
        seen.remove(begun.state());
        Thread.ofVirtual().name("alerts-baseline").start(() -> look(begun.state()));
    }

    @Scheduled(
            identity = "alerts",
            every = "${weather.alerts.poll-interval:60s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void poll() {
        Set<UsState> wanted = subscriptions.states();
        seen.keySet().retainAll(wanted);
        wanted.forEach(this::look);
    }

    /** Whether it is known what holds in a state, so that a change would be noticed. */
    boolean knows(UsState state) {
        return seen.containsKey(state);
    }

    private void look(UsState state) {
        Answer<List<Alert>> answer;
        try {
            answer = weather.alerts(state);
        } catch (WeatherException e) {
            LOG.debugf("Alerts of %s: %s", state, e.getMessage());
            return;
        }
        if (answer.origin().stale()) {
            return;
        }
        Set<List<String>> now =
                answer.value().stream().map(AlertWatch::notable).collect(Collectors.toUnmodifiableSet());
        Set<List<String>> before = seen.put(state, now);
        if (before != null && !before.equals(now)) {
            ResourceManager.ResourceInfo resource = resources.getResource(WeatherResources.ALERTS + state.name());
            if (resource != null) {
                LOG.debugf("Alerts of %s changed", state);
                resource.sendUpdateAndForget();
            }
        }
    }

    private static List<String> notable(Alert alert) {
        return List.of(
                alert.id(),
                alert.event(),
                alert.severity(),
                String.valueOf(alert.headline()),
                String.valueOf(alert.ends()));
    }
}

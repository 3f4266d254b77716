package dev.securemcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three gateways with one Redis are as one: for limits, and for a client whose every request comes to another of them. */
@ExtendWith(Fixtures.class)
class SeveralGatewaysIT {
    private static final int CLIENTS = 50;

    @ParameterizedTest
    @EnumSource
    void fiftyClientsGetExactlyTheLimit(Fleet.Limited limited, Fleet fleet, Pair pair) throws Exception {
        String who = UUID.randomUUID().toString();
        URI url = fleet.balancer.url(limited.path());
        List<Integer> statuses = new ArrayList<>();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    Caller caller = new Caller(url, pair.key);
                    return List.of(
                            caller.call(url, who).status(),
                            caller.call(url, who).status());
                }));
            }
            for (Future<List<Integer>> client : clients) {
                statuses.addAll(client.get());
            }
        }

        assertThat(statuses).containsOnly(200, limited.refusal);
        assertThat(statuses.stream().filter(status -> status == 200)).hasSize(Fleet.LIMIT);
    }
}

package dev.securemcp.proxy.gateway;

import java.util.List;
import java.util.stream.Stream;

/** Exchanges that every proxy must get right. */
final class Scenarios {

    /** Larger than every buffer on the way. */
    static final int LARGE = 20 << 20;

    private Scenarios() {}

    static List<Scenario> all() {
        return Stream.of(
                        AnsweringBackends.answers(),
                        AnsweringBackends.deaths(),
                        CallingClients.requests(),
                        CallingClients.connections())
                .flatMap(List::stream)
                .toList();
    }
}

package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.gateway.ScriptedBackend.Talk;
import java.io.IOException;
import java.util.Set;

/**
 * A scripted exchange: what the client and the backend do, whatever stands between them.
 *
 * @param backend what the backend does with each request
 * @param client what the client does, and what it notes
 * @param intended where the gateway differs from a plain proxy in this exchange
 */
record Scenario(String name, BackendPart backend, ClientPart client, Set<IntendedDifference> intended) {

    /** The backend's half. */
    @FunctionalInterface
    interface BackendPart {
        void run(Talk talk, Transcript notes) throws Exception;
    }

    /** The client's half; the door gives it connections to the proxy. */
    @FunctionalInterface
    interface ClientPart {
        void run(Door door, Transcript notes) throws Exception;
    }

    /**
     * The proxy's port.
     *
     * @param plain whether the plain proxy is behind it
     */
    record Door(int port, boolean plain) {

        Wire connect() throws IOException {
            return Wire.connect(port);
        }

        /** A client that takes little in before it reads. */
        Wire connectSlowly() throws IOException {
            return Wire.connect(port, 16 << 10);
        }
    }

    /** A client that sends one text and notes the answer. */
    static Scenario of(String name, BackendPart backend, String request, IntendedDifference... intended) {
        return new Scenario(
                name,
                backend,
                (door, notes) -> {
                    try (Wire wire = door.connect()) {
                        notes.answer("client0", wire.send(request).response());
                    }
                },
                Set.of(intended));
    }

    /** A backend that gives one response, and a usual call. */
    static Scenario answered(String name, String response, IntendedDifference... intended) {
        return of(
                name,
                (talk, notes) -> {
                    talk.request();
                    talk.send(response);
                },
                Mcp.post("/s/mcp", Mcp.call("1", "t")),
                intended);
    }

    @Override
    public String toString() {
        return name;
    }
}

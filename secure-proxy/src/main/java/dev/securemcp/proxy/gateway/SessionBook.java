package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.SessionTable;
import dev.securemcp.proxy.backend.SessionTable.Session;
import dev.securemcp.proxy.backend.SharedPlaces;
import dev.securemcp.proxy.exchange.Caller;
import dev.securemcp.proxy.mcp.Envelope;
import io.vertx.core.Future;

/**
 * Keeps the table of sessions in step with what passes: {@code initialize} opens one, DELETE or a backend that has lost it ends it.
 *
 * @param sessions the table
 * @param places tells other gateways
 * @param server the server that is called
 * @param caller who calls
 * @param sessionId the session that the request names; null for none
 */
record SessionBook(SessionTable sessions, SharedPlaces places, String server, Caller caller, String sessionId) {

    /** What the book looks at. {@code opened} is the backend's {@code Mcp-Session-Id}, null for none. */
    record Passed(
            String method, Envelope envelope, int status, int backendStatus, String opened, Destination destination) {

        private boolean succeeded() {
            return status >= 200 && status < 300;
        }

        private boolean initializes() {
            return envelope != null
                    && envelope.messages().stream().anyMatch(message -> "initialize".equals(message.method()));
        }
    }

    /** A response's head is about to leave; it may when the future is complete, so that no other gateway meets a session before it knows. */
    Future<Void> note(Passed passed) {
        Future<Void> told = Future.succeededFuture();
        if (passed.opened() != null && passed.succeeded() && passed.initializes()) {
            Destination destination = passed.destination();
            sessions.opened(
                    passed.opened(),
                    new Session(
                            server, caller.principal(), caller.countedAs(), destination.backend(), destination.base()));
            told = places.opened(
                    SharedPlaces.Kind.SESSION,
                    server,
                    passed.opened(),
                    new SharedPlaces.Place(caller.principal(), destination.backend(), destination.base()));
        }
        boolean deleted = passed.succeeded() && passed.method().equals("DELETE");
        if (sessionId != null && (deleted || passed.backendStatus() == 404)) {
            sessions.closed(server, sessionId);
            places.closed(SharedPlaces.Kind.SESSION, server, sessionId);
        }
        return told;
    }
}

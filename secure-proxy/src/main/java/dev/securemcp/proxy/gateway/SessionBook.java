package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.SessionTable;
import dev.securemcp.proxy.backend.SessionTable.Session;
import dev.securemcp.proxy.mcp.Envelope;

/**
 * Keeps the table of sessions in step with what passes: {@code initialize} opens one, DELETE or a backend that has lost it ends it.
 *
 * @param sessions the table
 * @param server the server that is called
 * @param principal who calls
 * @param sessionId the session that the request names; null for none
 */
record SessionBook(SessionTable sessions, String server, String principal, String sessionId) {

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

    /** A response's head leaves. */
    void note(Passed passed) {
        if (passed.opened() != null && passed.succeeded() && passed.initializes()) {
            Destination destination = passed.destination();
            sessions.opened(passed.opened(), new Session(server, principal, destination.backend(), destination.base()));
        }
        boolean deleted = passed.succeeded() && passed.method().equals("DELETE");
        if (sessionId != null && (deleted || passed.backendStatus() == 404)) {
            sessions.closed(server, sessionId);
        }
    }
}

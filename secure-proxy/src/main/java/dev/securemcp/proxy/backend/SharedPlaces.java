package dev.securemcp.proxy.backend;

import io.vertx.core.Future;

/**
 * Where sessions and legacy streams live that other gateways have opened. What cannot be asked counts as unknown: its client opens
 * a new session. Nothing in it fails.
 */
public interface SharedPlaces {

    /** There are no other gateways. */
    SharedPlaces NONE = new SharedPlaces() {
        @Override
        public Future<Void> opened(Kind kind, String server, String id, Place place) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Place> find(Kind kind, String server, String id) {
            return Future.succeededFuture();
        }

        @Override
        public void used(Kind kind, String server, String id) {}

        @Override
        public void closed(Kind kind, String server, String id) {}
    };

    /** What is found by an id. */
    enum Kind {
        SESSION,
        STREAM
    }

    /**
     * Where it lives.
     *
     * @param principal who opened it
     * @param backend the name of the backend; null where a policy gave its address
     * @param target the backend's endpoint
     */
    record Place(String principal, String backend, Target target) {}

    /** Tells the others; complete when they can know. */
    Future<Void> opened(Kind kind, String server, String id, Place place);

    /** What another gateway has told; null where there is nothing. */
    Future<Place> find(Kind kind, String server, String id);

    /** It is in use here, so it must not be forgotten. */
    void used(Kind kind, String server, String id);

    /** It has ended. */
    void closed(Kind kind, String server, String id);
}

package dev.securemcp.proxy.gateway;

import java.util.regex.Pattern;

/** Where the gateway does not behave as a plain reverse proxy (vertx-http-proxy), and why it must not. */
enum IntendedDifference {
    EVERYWHERE(
            "upstream\\d\\.field\\.(forwarded|x-forwarded-for|x-forwarded-host|x-forwarded-proto)",
            "The backend learns the caller's address and the public name (RFC 7239)."),
    HOLDS_THE_REQUEST(
            "upstream\\d\\..*",
            "A request is judged by its whole body, so the backend gets all of it, with its length, or nothing."),
    ANSWERS_EXPECT_ITSELF(
            "upstream\\d\\.field\\.expect",
            "The gateway has asked for the body, so the backend need not (RFC 9110 §10.1.1)."),
    STRIPS_FIELDS_OF_ONE_HOP(
            "(client|upstream)\\d\\.field\\.(connection|x-hop|keep-alive|proxy-connection|upgrade)",
            "Fields of one connection end with it, those that Connection names too (RFC 9110 §7.6.1)."),
    KEEPS_CREDENTIALS(
            "upstream\\d\\.field\\.(authorization|cookie)",
            "What a client proves itself with is for the gateway; the backend gets a credential of its own."),
    JUDGES_ORIGIN(
            "upstream\\d\\.field\\.origin",
            "The origin is judged here; a backend's own guard against DNS rebinding would refuse it."),
    OWNS_CORS("client\\d\\.field\\.access-control-.*", "What pages may read is decided here, not by the backend."),
    KEEPS_STREAMS_FLOWING(
            "client\\d\\.field\\.(cache-control|x-accel-buffering)",
            "What stands between client and gateway must neither keep, change nor collect a stream."),
    ANSWERS_IN_JSON_RPC(
            "client\\d\\.(body|field\\.(cache-control|content-length|content-type))",
            "An error of the gateway is one that an MCP client can read, with the id of its request."),
    HAS_LAST_WORDS(
            "client\\d\\.(body|ending)",
            "A request whose stream dies between two events, and which cannot be resumed, is answered with an error."),
    COLLECTS_NOTHING(
            "client\\d\\.(framing|field\\.content-length)",
            "A body is never collected to learn its length, not even for HTTP/1.0: the connection's end is its end."),
    FRAMES_NO_304(
            "client\\d\\.field\\.transfer-encoding",
            "A 304 has no body, so it does not announce chunks (RFC 9110 §15.4.5).");

    private final Pattern facets;
    private final String why;

    IntendedDifference(String facets, String why) {
        this.facets = Pattern.compile(facets);
        this.why = why;
    }

    /** Whether it is the reason for a difference in this facet. */
    boolean explains(String facet) {
        return facets.matcher(facet).matches();
    }

    @Override
    public String toString() {
        return name() + ": " + why;
    }
}

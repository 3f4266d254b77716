package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.mcp.Sse;
import java.util.Locale;

/** What a response's head tells of its body. */
final class ResponseShape {

    private ResponseShape() {}

    /** Whether a response of that status has a body at all (RFC 9110 §6.4.1). */
    static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    static boolean isEventStream(ResponseState response) {
        String type = response.headers().first("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(Sse.CONTENT_TYPE);
    }

    /** Whether the body can be read along: it comes without content coding. */
    static boolean isReadable(ResponseState response) {
        String coding = response.headers().joined("Content-Encoding");
        return coding == null || coding.equalsIgnoreCase("identity");
    }
}

package dev.securemcp.proxy.gateway;

import dev.securemcp.proxy.backend.BackendResponse;
import dev.securemcp.proxy.exchange.ResponseState;
import dev.securemcp.proxy.mcp.Sse;
import java.util.List;
import java.util.Locale;

/** What a response's head tells of its body. */
final class ResponseShape {

    /** Length and checksums (RFC 9110 §8, RFC 9530). */
    private static final List<String> OF_THE_BYTES =
            List.of("Content-Length", "ETag", "Content-Digest", "Repr-Digest", "Digest", "Content-MD5");

    private ResponseShape() {}

    /** Whether a response of that status has a body at all (RFC 9110 §6.4.1). */
    static boolean mayHaveBody(int status) {
        return status >= 200 && status != 204 && status != 304;
    }

    static boolean isEventStream(ResponseState response) {
        String type = response.headers().first("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(Sse.CONTENT_TYPE);
    }

    /** Whether it is, or came as, the answer to a request that was carried out. */
    static boolean succeeded(ResponseState response, BackendResponse backend) {
        return response.statusCode() / 100 == 2 || backend.status() / 100 == 2;
    }

    /** The body will not be the one that these fields tell of. */
    static void forgetLength(ResponseState response) {
        for (String field : OF_THE_BYTES) {
            response.headers().removeAll(field);
        }
    }

    /** Whether the body can be read along: it comes without content coding. */
    static boolean isReadable(ResponseState response) {
        String coding = response.headers().joined("Content-Encoding");
        return coding == null || coding.equalsIgnoreCase("identity");
    }
}
